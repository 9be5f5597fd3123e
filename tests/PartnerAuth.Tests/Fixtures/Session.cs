using System.Management.Automation.Runspaces;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>A runspace with our modules and the stand-ins, and a host that remembers what a console would show.</summary>
public sealed class Session : IDisposable
{
    // One path per process: a second copy of a module would report its own path but run the first one's assembly.
    static Session() => Folders.AddToModulePath(withStandIns: true);

    /// <summary>Opens a runspace and imports the modules named.</summary>
    public Session(params string[] modules)
    {
        InitialSessionState state = InitialSessionState.CreateDefault2();
        if (OperatingSystem.IsWindows())
        {
            state.ExecutionPolicy = Microsoft.PowerShell.ExecutionPolicy.Bypass;
        }

        Runspace = RunspaceFactory.CreateRunspace(Host, state);
        Runspace.Open();
        foreach (string module in modules)
        {
            Import(module);
        }
    }

    /// <summary>What a console would have shown, and the answers to what it asks.</summary>
    public CaptureHost Host { get; } = new();

    /// <summary>The runspace.</summary>
    public Runspace Runspace { get; }

    /// <summary>Imports a module of ours by the path of its manifest.</summary>
    public void Import(string module)
    {
        using PowerShell import = PowerShell.Create(Runspace);
        import.AddCommand("Import-Module").AddParameter("Name", Folders.Manifest(module)).AddParameter("ErrorAction", "Stop").Invoke();
    }

    /// <summary>
    /// Runs a script to its end and keeps every stream apart. A terminating error is kept too and not thrown.
    /// <paramref name="variables"/> are set first, by name without the dollar sign.
    /// </summary>
    public RunResult Run(string script, params (string Name, object? Value)[] variables) => Run(script, shown: false, variables);

    /// <summary>Runs a script as a console does: what it puts out is formatted and lands in the text of the result.</summary>
    public string Show(string script, params (string Name, object? Value)[] variables) => Run(script, shown: true, variables).Text;

    /// <summary>Makes a pipeline in the runspace, for a test that stops it or feeds it.</summary>
    public PowerShell Pipeline(string script) => PowerShell.Create(Runspace).AddScript(script);

    /// <inheritdoc/>
    public void Dispose() => Runspace.Dispose();

    private RunResult Run(string script, bool shown, (string Name, object? Value)[] variables)
    {
        foreach ((string name, object? value) in variables)
        {
            Runspace.SessionStateProxy.SetVariable(name, value);
        }

        Host.Clear();
        using PowerShell pipeline = Pipeline(script);
        if (shown)
        {
            pipeline.Commands.Commands[0].MergeMyResults(PipelineResultTypes.Error, PipelineResultTypes.Output);
            pipeline.AddCommand("Out-Default");
        }

        PSDataCollection<PSObject> output = [];
        RuntimeException? thrown = null;
        try
        {
            pipeline.Invoke(null, output);
        }
        catch (RuntimeException error)
        {
            thrown = error;
        }

        return new RunResult(output, pipeline.Streams, Host.Text, thrown);
    }
}
