using YamlDotNet.RepresentationModel;

namespace PartnerAuth.Tests.Fixtures;

/// <summary>A workflow of GitHub Actions, as YAML.</summary>
public sealed class Workflow
{
    private readonly YamlNode root;

    /// <summary>Reads a file of <see cref="Folder"/>.</summary>
    public Workflow(string file)
    {
        using StreamReader reader = new(Path.Combine(Folder, file));
        YamlStream stream = [];
        stream.Load(reader);
        root = Assert.Single(stream.Documents).RootNode;
    }

    /// <summary>Where workflows are.</summary>
    public static string Folder => Path.Combine(Folders.Repository, ".github", "workflows");

    /// <summary>The lines of a file, comments included.</summary>
    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Folder, file));

    /// <summary>The text at a path below a node, or null where there is none.</summary>
    public static string? Text(YamlNode node, params string[] path) => (Find(node, path) as YamlScalarNode)?.Value;

    /// <summary>The same, from the top.</summary>
    public string? Text(params string[] path) => Text(root, path);

    /// <summary>The elements of the list at a path.</summary>
    public IEnumerable<YamlNode> Nodes(params string[] path) => Find(root, path) as YamlSequenceNode ?? Enumerable.Empty<YamlNode>();

    /// <summary>The steps of a job.</summary>
    public IEnumerable<YamlNode> Steps(string job) => Nodes("jobs", job, "steps");

    /// <summary>The steps of all jobs.</summary>
    public IEnumerable<YamlNode> Steps() =>
        ((YamlMappingNode)Find(root, ["jobs"])!).Children.Keys.SelectMany(job => Steps(((YamlScalarNode)job).Value!));

    private static YamlNode? Find(YamlNode? node, string[] path) =>
        path.Aggregate(node, (at, name) => at is YamlMappingNode map && map.Children.TryGetValue(name, out YamlNode? next) ? next : null);
}
