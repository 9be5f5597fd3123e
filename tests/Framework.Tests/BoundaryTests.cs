using System;
using System.IO;
using System.Security;
using System.Text;
using PartnerAuth.Interop;
using PartnerAuth.Parameters;

namespace PartnerAuth.Framework;

/// <summary>What crosses the boundary, with what .NET Framework has in-box.</summary>
public sealed class BoundaryTests
{
    /// <summary>Texts with half a character, and as they cross. No attribute can hold them: it is written as UTF-8.</summary>
    public static TheoryData<string, string> Halves() => new()
    {
        { "a\ud800b", "a\ufffdb" },
        { "\udc00", "\ufffd" },
        { "\udc00\ud800", "\ufffd\ufffd" },
        { "\ud800\ud83d\ude00", "\ufffd\ud83d\ude00" },
        { "\ud83d\ude00\ud800", "\ud83d\ude00\ufffd" },
        { @"\ud800 \" + "\ud800", @"\ud800 \" + "\ufffd" },
        { "\"\ud83d\ude00\\", "\"\ud83d\ude00\\" },
    };

    [Fact]
    public void The_library_lies_beside_the_assembly_and_its_path_is_absolute()
    {
        Assert.True(Path.IsPathRooted(NativeLoader.LibraryPath));
        Assert.Equal(
            Path.GetDirectoryName(typeof(NativeLoader).Assembly.Location),
            Path.GetDirectoryName(Path.GetDirectoryName(NativeLoader.LibraryPath)));
        NativeLoader.Load();
    }

    [Theory]
    [InlineData("")]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    public void A_document_is_the_same_on_a_machine_of_any_language(string culture)
    {
        using Cultures cultures = new(culture);
        TokenItem item = new() { Item = 1_234_567, MinimumLifetimeSeconds = 300, Scopes = ["I i ı İ", "\"\\/\u2028"], Tenant = "Jürgen Çağrı 山田" };

        byte[] written = Json.Write(item);
        TokenItem read = Json.Read<TokenItem>(written, written.Length);

        Assert.Contains("\"item\":1234567", Encoding.UTF8.GetString(written));
        Assert.Equal((item.Item, item.Tenant), (read.Item, read.Tenant));
        Assert.Equal(item.Scopes, read.Scopes);
    }

    [Theory]
    [MemberData(nameof(Halves))]
    public void Half_of_a_character_is_written_as_what_stands_for_one_and_all_else_stays(string given, string expected)
    {
        byte[] written = Json.Write(new TokenItem { Tenant = given, Scopes = [given] });
        TokenItem read = Json.Read<TokenItem>(written, written.Length);

        Assert.Equal(expected, read.Tenant);
        Assert.Equal([expected], read.Scopes);
    }

    [Fact]
    public void A_SecureString_keeps_every_letter_and_never_shows_itself()
    {
        const string Text = "gizli: ğüşıöç ẞ 山 \ud83d\udd11";
        using SecureString secure = SecureText.Of(Text);
        PartnerSecret secret = new(secure);

        Assert.True(secure.IsReadOnly());
        Assert.Equal(Text, secret.Reveal());
        Assert.Equal("***", secret.ToString());
        Assert.Null(secret.Defect());
        Assert.NotEqual(0UL, NativeSecret.From(secure).Id);
    }

    [Theory]
    [InlineData("  ", "The secret is empty.")]
    [InlineData("a\nb", "The secret holds a line break or another control character.")]
    public void What_is_no_secret_is_refused(string text, string reason)
    {
        using SecureString secure = SecureText.Of(text);
        Assert.Equal(reason, new PartnerSecret(secure).Defect());
    }

    [Fact]
    public void A_secret_that_was_cut_within_a_character_is_refused()
    {
        using SecureString secure = SecureText.Of("a\ud83d");
        Assert.StartsWith("The secret holds half of a character", new PartnerSecret(secure).Defect());
    }

    [Fact]
    public void An_empty_secret_is_refused_before_it_crosses()
    {
        using SecureString empty = new();
        Assert.Throws<ArgumentException>(() => NativeSecret.From(empty));
    }

    [Theory]
    [InlineData("tr-TR")]
    [InlineData("de-DE")]
    public void A_code_is_found_on_a_machine_of_any_language(string culture)
    {
        using Cultures cultures = new(culture);
        using NativeSecret text = NativeSecret.From("aadsts65001");
        using NativeOperation operation = NativeOperation.Start(NativeMethods.ErrorResolve, new ResolveStart { Text = text.Id });
        Assert.Equal(NextStatus.Event, operation.Next(1000, out OperationEvent? next));
        Assert.Equal("AADSTS65001", next!.Resolution!.Code);
    }

    [Fact]
    public void A_journal_lies_at_a_long_path_of_any_letters()
    {
        string folder = Path.Combine(Path.GetTempPath(), "partnerauth-" + Guid.NewGuid().ToString("N"));
        string deep = Path.Combine(folder, "Jürgen Çağrı 山田", new string('d', 100), new string('e', 100));
        try
        {
            Directory.CreateDirectory(deep);
            string path = Path.Combine(deep, "Günlük.journal");
            JournalFile? journal = JournalFile.Open(path, Guid.NewGuid().ToString(), goal: null, out _);
            Assert.NotNull(journal);
            Assert.True(File.Exists(path));
            Assert.Null(JournalFile.Open(path, Guid.NewGuid().ToString(), goal: null, out _));
            journal!.Dispose();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_text_for_an_error_has_one_line() => Assert.Equal("a b c", GivenText.OneLine("a\r\n b\u0007\tc "));
}
