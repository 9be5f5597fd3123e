using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using PartnerAuth.Tests.Fixtures;

namespace PartnerAuth.Tests.Package;

/// <summary>The bill of materials and the licences, held against what is in the libraries themselves.</summary>
public sealed partial class PaperTests
{
    [Theory]
    [MemberData(nameof(Packages.Modules), MemberType = typeof(Packages))]
    public void Every_crate_that_the_library_names_is_in_the_bill_of_materials(string module)
    {
        // For another system both libraries and std are built in one go: each then holds more than it would by itself.
        Assert.SkipUnless(Folders.Target == Path.Combine(Folders.Repository, "target"), "The libraries were not built for this machine's own system.");
        using JsonDocument bill = JsonDocument.Parse(Packages.Read(module, "sbom.cdx.json"));
        HashSet<string> listed = [.. Components(bill).Select(component => $"{Text(component, "name")} {Text(component, "version")}")];
        Assert.Superset(CratesInside(module), listed);
        Assert.All(
            Components(bill).Where(component => Text(component, "purl").StartsWith("pkg:cargo/")),
            component =>
            {
                Assert.Matches("^[0-9a-f]{64}$", Text(component.GetProperty("hashes")[0], "content"));
                Assert.NotEmpty(Text(component.GetProperty("licenses")[0], "expression"));
            });
    }

    [Theory]
    [MemberData(nameof(Packages.Modules), MemberType = typeof(Packages))]
    public void The_notices_name_every_foreign_crate_of_the_bill_and_hold_the_texts(string module)
    {
        using JsonDocument bill = JsonDocument.Parse(Packages.Read(module, "sbom.cdx.json"));
        string notices = Packages.Read(module, "THIRD-PARTY-NOTICES.txt");
        Assert.All(
            Components(bill).Where(component => Text(component, "purl").StartsWith("pkg:cargo/")),
            component => Assert.Contains($"\n{Text(component, "name")} {Text(component, "version")}: ", notices));
        Assert.Contains("Permission is hereby granted, free of charge", notices);
        Assert.Contains("Apache License", notices);
    }

    [Fact]
    public void What_only_builds_or_tests_the_library_is_not_in_its_bill()
    {
        using JsonDocument bill = JsonDocument.Parse(Packages.Read("PartnerAuth", "sbom.cdx.json"));
        string[] names = [.. Components(bill).Select(component => Text(component, "name"))];
        Assert.DoesNotContain("schemars", names);
        Assert.DoesNotContain("serde_derive", names);
        Assert.DoesNotContain("partner-sandbox", names);
        Assert.Contains("partner-auth", names);
    }

    private static JsonElement.ArrayEnumerator Components(JsonDocument bill) => bill.RootElement.GetProperty("components").EnumerateArray();

    private static string Text(JsonElement element, string name) => element.GetProperty(name).GetString()!;

    /// <summary>Crates by name and version, out of the source paths that a library keeps for its panics and for who debugs it.</summary>
    private static HashSet<string> CratesInside(string module)
    {
        using ZipArchive package = Packages.Open(module);
        HashSet<string> crates = [];
        foreach (ZipArchiveEntry entry in package.Entries.Where(entry => Path.GetFileName(entry.FullName).StartsWith("partner_")))
        {
            using MemoryStream library = new();
            using Stream stream = entry.Open();
            stream.CopyTo(library);
            string text = Encoding.Latin1.GetString(library.ToArray());
            crates.UnionWith(CratePath().Matches(text).Select(match => $"{match.Groups["name"].Value} {match.Groups["version"].Value}"));
        }

        Assert.True(crates.Count > 10, $"too few paths were found to say anything: {string.Join(", ", crates)}");
        return crates;
    }

    [GeneratedRegex(@"[/\\]registry[/\\]src[/\\][^/\\]+[/\\](?<name>[A-Za-z0-9_-]+)-(?<version>[0-9]+\.[0-9]+\.[0-9]+[^/\\\0]*)[/\\\0]")]
    private static partial Regex CratePath();
}
