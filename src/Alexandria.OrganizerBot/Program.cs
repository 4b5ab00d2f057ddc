using Alexandria.OrganizerBot.Hosting;

return await CommandLine.InvokeAsync(args);
