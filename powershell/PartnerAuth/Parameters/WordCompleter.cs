using System.Collections;
using System.Collections.Generic;
using System.Management.Automation;
using System.Management.Automation.Language;

namespace PartnerAuth.Parameters;

/// <summary>What all completers of this module need: the word that is begun, without its quotes, and the command.</summary>
internal abstract class WordCompleter : IArgumentCompleter
{
    /// <inheritdoc/>
    public IEnumerable<CompletionResult> CompleteArgument(
        string commandName,
        string parameterName,
        string wordToComplete,
        CommandAst commandAst,
        IDictionary fakeBoundParameters) => Complete(wordToComplete.Trim('\'', '"'), commandName);

    /// <summary>What the word can become.</summary>
    protected abstract IEnumerable<CompletionResult> Complete(string word, string command);
}
