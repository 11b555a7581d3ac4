using Infusion.Simulator.Commands;

return await CommandLine.InvokeAsync(args, TimeProvider.System, Console.Out, Console.Error);
