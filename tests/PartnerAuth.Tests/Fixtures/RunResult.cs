using System.Text;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>What a script did: every stream, the text on the console, and the terminating error if there was one.</summary>
public sealed class RunResult
{
    internal RunResult(IEnumerable<PSObject> output, PSDataStreams streams, string text, RuntimeException? thrown)
    {
        Output = [.. output];
        Errors = [.. streams.Error];
        Warnings = [.. streams.Warning.Select(record => record.Message)];
        Verbose = [.. streams.Verbose.Select(record => record.Message)];
        Debug = [.. streams.Debug.Select(record => record.Message)];
        Information = [.. streams.Information.Select(record => record.MessageData.ToString()!)];
        Progress = [.. streams.Progress];
        Text = text;
        Thrown = thrown;
    }

    /// <summary>The output.</summary>
    public IReadOnlyList<PSObject> Output { get; }

    /// <summary>Non-terminating errors.</summary>
    public IReadOnlyList<ErrorRecord> Errors { get; }

    /// <summary>The error that ended the script.</summary>
    public RuntimeException? Thrown { get; }

    /// <summary>Warnings.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>Verbose lines.</summary>
    public IReadOnlyList<string> Verbose { get; }

    /// <summary>Debug lines.</summary>
    public IReadOnlyList<string> Debug { get; }

    /// <summary>The information stream.</summary>
    public IReadOnlyList<string> Information { get; }

    /// <summary>Progress.</summary>
    public IReadOnlyList<ProgressRecord> Progress { get; }

    /// <summary>What the console showed.</summary>
    public string Text { get; }

    /// <summary>The one object that a script without any error put out.</summary>
    public PSObject One
    {
        get
        {
            AssertClean();
            return Assert.Single(Output);
        }
    }

    /// <summary>The output as objects of one type.</summary>
    public IReadOnlyList<T> OutputOf<T>()
    {
        AssertClean();
        return [.. Output.Select(item => Assert.IsType<T>(item.BaseObject, exactMatch: false))];
    }

    /// <summary>The one error: the terminating one, or the only other.</summary>
    public ErrorRecord OneError => Thrown?.ErrorRecord ?? Assert.Single(Errors);

    /// <summary>Fails with the text of the errors if there are any.</summary>
    public void AssertClean()
    {
        IEnumerable<string> errors = Errors.Select(error => error.ToString());
        Assert.Empty(Thrown is null ? errors : errors.Append(Thrown.Message));
    }

    /// <summary>Everything that reached anybody, as one text: for a search after something that must not be there.</summary>
    public string Everything()
    {
        StringBuilder all = new(Text);
        foreach (ErrorRecord error in Thrown is null ? Errors : Errors.Append(Thrown.ErrorRecord))
        {
            all.AppendLine(error.ToString()).AppendLine(error.Exception.ToString());
            all.AppendLine(error.ErrorDetails?.Message).AppendLine(error.ErrorDetails?.RecommendedAction);
            all.AppendLine(error.TargetObject?.ToString()).AppendLine(error.FullyQualifiedErrorId);
        }

        foreach (string line in Warnings.Concat(Verbose).Concat(Debug).Concat(Information))
        {
            all.AppendLine(line);
        }

        foreach (ProgressRecord progress in Progress)
        {
            all.AppendLine(progress.ToString());
        }

        return all.ToString();
    }
}
