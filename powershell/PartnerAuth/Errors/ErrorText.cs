using System;
using System.Collections;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using Microsoft.Store.PartnerCenter.Exceptions;

namespace PartnerAuth.Errors;

/// <summary>Reads errors of any module: everything in them that may name a code.</summary>
internal static class ErrorText
{
    /// <summary>Deeper than any service's answer.</summary>
    private const int Deepest = 8;

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

    /// <summary>
    /// A text as it is, anything else as its text; an object that was read from JSON becomes JSON's names and values again.
    /// </summary>
    internal static string Of(object? value, int depth = 0)
    {
        object? bare = value is PSObject wrapped ? wrapped.BaseObject : value;
        return bare switch
        {
            _ when depth == Deepest => string.Empty,
            PSCustomObject => Members(Notes(value!), depth),
            IDictionary map => Members(map.Keys.Cast<object>().Select(key => (key.ToString(), (object?)map[key])), depth),
            object?[] list => string.Join(", ", list.Select(item => Of(item, depth + 1))),
            _ => Convert.ToString(bare, CultureInfo.InvariantCulture) ?? string.Empty,
        };
    }

    /// <summary>This module's exception, wherever in the chain it is.</summary>
    internal static PartnerException? Own(Exception? exception) => Chain(exception).OfType<PartnerException>().FirstOrDefault();

    /// <summary>The properties that hold a value; those that compute one could fail.</summary>
    private static IEnumerable<(string Name, object? Value)> Notes(object value) =>
        PSObject.AsPSObject(value).Properties.OfType<PSNoteProperty>().Select(note => (note.Name, (object?)note.Value));

    private static string Members(IEnumerable<(string Name, object? Value)> members, int depth) =>
        string.Join(", ", members.Select(member => $"\"{member.Name}\": \"{Of(member.Value, depth + 1)}\""));

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
