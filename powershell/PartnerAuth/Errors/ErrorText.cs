using System;
using System.Collections.Generic;
using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.Exceptions;

namespace PartnerAuth.Errors;

/// <summary>Reads errors of any module: everything in them that may name a code.</summary>
internal static class ErrorText
{
    /// <summary>More than any real chain has, so that one that goes in circles ends.</summary>
    private const int Longest = 256;

    /// <summary>
    /// The texts of an error: first the body of the service's answer, which Invoke-RestMethod and others put into the
    /// details, then the messages of the exceptions, and the error's id, which of some modules is the service's code.
    /// </summary>
    internal static string Of(ErrorRecord? record, Exception? exception)
    {
        IEnumerable<string?> texts = new[] { record?.ErrorDetails?.Message }
            .Concat(Chain(exception).Select(link => link.Message))
            .Append(record?.FullyQualifiedErrorId);
        return string.Join("\n", texts.Where(text => !string.IsNullOrWhiteSpace(text)));
    }

    /// <summary>This module's exception, wherever in the chain it is.</summary>
    internal static PartnerException? Own(Exception? exception) => Chain(exception).OfType<PartnerException>().FirstOrDefault();

    /// <summary>The exception and those that it comes from, outermost first.</summary>
    private static IEnumerable<Exception> Chain(Exception? exception)
    {
        Queue<Exception> open = new(exception is null ? [] : [exception]);
        for (int count = 0; count < Longest && open.Count > 0; count++)
        {
            Exception next = open.Dequeue();
            yield return next;
            IEnumerable<Exception?> inner = next is AggregateException several ? several.InnerExceptions : [next.InnerException];
            foreach (Exception? one in inner.Where(one => one is not null))
            {
                open.Enqueue(one!);
            }
        }
    }
}
