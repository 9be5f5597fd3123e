using System;
using System.Collections;
using System.Collections.Generic;
using System.Linq;

namespace PartnerAuth;

/// <content>Every way of reading a value, as each of them may meet a token near its end.</content>
public sealed partial class PartnerHeader : IEnumerable
{
    /// <inheritdoc/>
    public override ICollection Values => Entries().ConvertAll(entry => entry.Value);

    /// <inheritdoc/>
    public override object? this[object key]
    {
        get => Fresh(base[key]);
        set => base[key] = value;
    }

    /// <inheritdoc/>
    public override bool ContainsValue(object? value) => Values.Cast<object?>().Contains(value);

    /// <inheritdoc/>
    public override void CopyTo(Array array, int arrayIndex) => ((ICollection)Entries()).CopyTo(array, arrayIndex);

    /// <inheritdoc/>
    public override IDictionaryEnumerator GetEnumerator() => new Reader(this, base.GetEnumerator());

    /// <summary>
    /// What a view of another object reads that has a header in one of its properties: the entries without the token.
    /// The indexer, GetEnumerator, Values and CopyTo give what is sent.
    /// </summary>
    IEnumerator IEnumerable.GetEnumerator()
    {
        IDictionaryEnumerator stored = base.GetEnumerator();
        while (stored.MoveNext())
        {
            bool isToken = "Authorization".Equals(stored.Key as string, StringComparison.OrdinalIgnoreCase);
            yield return isToken ? new DictionaryEntry(stored.Key, "Bearer ***") : stored.Entry;
        }
    }

    private List<DictionaryEntry> Entries()
    {
        List<DictionaryEntry> entries = new(Count);
        IDictionaryEnumerator reader = GetEnumerator();
        while (reader.MoveNext())
        {
            entries.Add(reader.Entry);
        }

        return entries;
    }

    /// <summary>What is read for a value. One that a script put in the token's place stays.</summary>
    private object? Fresh(object? stored) =>
        renewal is not null && ReferenceEquals(stored, authorization) ? renewal.Authorization() : stored;

    /// <summary>Enumerates the header.</summary>
    private sealed class Reader(PartnerHeader header, IDictionaryEnumerator inner) : IDictionaryEnumerator
    {
        public object Current => Entry;

        public DictionaryEntry Entry => new(inner.Key, Value);

        public object Key => inner.Key;

        public object? Value => header.Fresh(inner.Value);

        public bool MoveNext() => inner.MoveNext();

        public void Reset() => inner.Reset();
    }
}
