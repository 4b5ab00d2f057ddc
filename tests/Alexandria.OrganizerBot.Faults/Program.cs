using Alexandria.OrganizerBot.Faults;

return await FaultsProgram.RunAsync(args, Console.Out);
