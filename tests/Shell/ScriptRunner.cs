using System.Management.Automation;
using System.Management.Automation.Runspaces;
using PartnerAuth.Shell.Host;

namespace PartnerAuth.Shell;

/// <summary>Runs one script in one runspace and turns its end into an exit code.</summary>
internal sealed class ScriptRunner : IDisposable
{
    private const int Stopped = 130;

    private readonly Arguments arguments;
    private readonly PlainHost host;
    private readonly Runspace runspace;
    private readonly PowerShell script;
    private int stops;

    public ScriptRunner(Arguments arguments)
    {
        this.arguments = arguments;
        host = new PlainHost(arguments.Interactive);
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        runspace = RunspaceFactory.CreateRunspace(host, state);
        runspace.ThreadOptions = PSThreadOptions.UseCurrentThread;
        runspace.Open();
        script = PowerShell.Create(runspace);
    }

    /// <summary>Runs the script to its end and returns the exit code of the process.</summary>
    public int Run()
    {
        AddScript();
        script.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
        script.AddCommand("Out-Default");
        try
        {
            script.Invoke();
        }
        catch (PipelineStoppedException)
        {
            return Stopped;
        }
        catch (RuntimeException error)
        {
            Show(error.ErrorRecord);
            return 1;
        }
        finally
        {
            host.EndProgress();
        }

        // A script that is stopped may end without the exception, when its `finally` block was the last to run.
        return stops > 0 ? Stopped : host.ExitCode ?? ExitOfFile();
    }

    /// <summary>Stops the script; false when it was already asked to stop.</summary>
    public bool Stop()
    {
        if (Interlocked.Increment(ref stops) > 1)
        {
            return false;
        }

        script.BeginStop(null, null);
        return true;
    }

    public void Dispose()
    {
        script.Dispose();
        runspace.Dispose();
    }

    private void AddScript()
    {
        if (arguments.Command is not null)
        {
            script.AddScript(arguments.Command);
            return;
        }

        // A command that is the path of a file gives the script its $PSScriptRoot.
        Command file = new(arguments.File!, isScript: false, useLocalScope: false);
        foreach (string argument in arguments.Rest)
        {
            // `-Name` without a value is how the engine itself passes on a parameter whose value, if any, follows.
            bool named = argument.Length > 1 && argument[0] == '-' && char.IsLetter(argument[1]);
            file.Parameters.Add(named ? Named(argument) : new CommandParameter(null, argument));
        }

        script.Commands.AddCommand(file);
    }

    private static CommandParameter Named(string argument)
    {
        int colon = argument.IndexOf(':');
        return colon < 0
            ? new CommandParameter(argument)
            : new CommandParameter(argument[..(colon + 1)], Value(argument[(colon + 1)..]));
    }

    // `-Switch:$false` arrives as text; nothing else needs the language here.
    private static object Value(string text) => text.ToLowerInvariant() switch
    {
        "$true" => true,
        "$false" => false,
        _ => text,
    };

    // `exit 3` in a script file ends the file and leaves its number here.
    private int ExitOfFile() =>
        arguments.File is not null && runspace.SessionStateProxy.GetVariable("LASTEXITCODE") is int code ? code : 0;

    private void Show(ErrorRecord error)
    {
        PSObject shown = PSObject.AsPSObject(error);
        shown.Properties.Add(new PSNoteProperty("writeErrorStream", true));
        host.BeginError();
        using PowerShell show = PowerShell.Create(runspace);
        show.AddCommand("Out-Default").Invoke(new[] { shown });
    }
}
