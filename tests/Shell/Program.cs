using System.Text;
using PartnerAuth.Shell;
using PartnerAuth.Testing;

if (Console.IsOutputRedirected)
{
    // A program that reads it: Windows's code pages have not all letters.
    Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
}

if (args is ["--help"] or ["-h"] or ["-?"])
{
    Console.WriteLine(Arguments.Help);
    return 0;
}

Arguments? arguments = Arguments.Parse(args, out string? problem);
if (arguments is null)
{
    Console.Error.WriteLine(problem + Environment.NewLine + Environment.NewLine + Arguments.Help);
    return 64;
}

Folders.AddToModulePath(arguments.StandIns);
using ScriptRunner runner = new(arguments);
Console.CancelKeyPress += (_, pressed) =>
{
    // The script is stopped and its `finally` blocks run; a second Ctrl+C ends the process at once.
    pressed.Cancel = runner.Stop();
};
return runner.Run();
