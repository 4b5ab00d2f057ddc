using Alexandria.OrganizerBot.Benchmarks;

return await BenchmarkProgram.RunAsync(args);
