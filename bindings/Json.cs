using System;
using System.IO;
using System.Runtime.Serialization;
using System.Runtime.Serialization.Json;

namespace PartnerAuth.Interop;

/// <summary>Documents as UTF-8 JSON, with what both .NET Framework and .NET have in-box.</summary>
internal static class Json
{
    /// <summary>Writes a document.</summary>
    internal static byte[] Write<T>(T document)
    {
        using MemoryStream stream = new();
        Of<T>.Serializer.WriteObject(stream, document);
        return stream.ToArray();
    }

    /// <summary>Reads a document from the first <paramref name="length"/> bytes.</summary>
    /// <exception cref="SerializationException">It is another document.</exception>
    internal static T Read<T>(byte[] bytes, int length)
    {
        using MemoryStream stream = new(bytes, 0, length, writable: false);
        return (T?)Of<T>.Serializer.ReadObject(stream) ?? throw new SerializationException("The document is empty.");
    }

    /// <summary>One serializer per type: making one costs more than using it.</summary>
    private static class Of<T>
    {
        internal static readonly DataContractJsonSerializer Serializer = new(typeof(T));
    }
}
