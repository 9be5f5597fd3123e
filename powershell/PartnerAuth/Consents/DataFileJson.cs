using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Management.Automation;
using System.Management.Automation.Language;
using System.Text;

namespace PartnerAuth;

/// <summary>
/// A PowerShell data file as JSON in which everything stands on the line on which the file has it, so that whoever reads
/// the JSON can name the file's lines. Nothing of the file is run.
/// </summary>
internal sealed class DataFileJson
{
    private readonly StringBuilder json = new();
    private int line = 1;

    private DataFileJson()
    {
    }

    /// <summary>Reads a data file.</summary>
    /// <exception cref="ParseException">It is no data file; the error says where.</exception>
    internal static string Read(string text)
    {
        ScriptBlockAst file = Parser.ParseInput(text, out _, out ParseError[] errors);
        if (errors.Length > 0)
        {
            throw new ParseException(errors);
        }

        StatementAst[] statements = [.. file.EndBlock?.Statements ?? Enumerable.Empty<StatementAst>()];
        if (statements.Length != 1 || Value(statements[0]) is not HashtableAst table)
        {
            throw Wrong(file.Extent, "A data file is one hashtable, @{ ... }.");
        }

        DataFileJson reader = new();
        reader.Write(table);
        return reader.json.ToString();
    }

    private void Write(Ast node)
    {
        Reach(node.Extent);
        switch (node)
        {
            case HashtableAst table:
                Write(table);
                break;
            case ArrayExpressionAst array:
                Write(array.SubExpression.Statements.SelectMany(Elements));
                break;
            case ArrayLiteralAst list:
                Write(list.Elements);
                break;
            case StringConstantExpressionAst text:
                Write(text.Value);
                break;
            case ConstantExpressionAst { Value: not null } constant:
                _ = json.Append(string.Format(CultureInfo.InvariantCulture, "{0}", constant.Value));
                break;
            case VariableExpressionAst variable when Literal(variable) is { } literal:
                _ = json.Append(literal);
                break;
            default:
                throw Wrong(node.Extent, "A data file holds texts, numbers, lists and hashtables, and nothing that runs.");
        }
    }

    private void Write(HashtableAst table)
    {
        Reach(table.Extent);
        _ = json.Append('{');
        string separator = string.Empty;
        foreach ((ExpressionAst key, StatementAst value) in table.KeyValuePairs.Select(pair => (pair.Item1, pair.Item2)))
        {
            if (key is not StringConstantExpressionAst name)
            {
                throw Wrong(key.Extent, "A key is a name.");
            }

            _ = json.Append(separator);
            Reach(key.Extent);

            // PowerShell does not mind the case of names, and a manifest's begin in lower case.
            Write(name.Value.Length == 0 ? name.Value : char.ToLowerInvariant(name.Value[0]) + name.Value.Substring(1));
            _ = json.Append(':');
            Write(Value(value) ?? throw Wrong(value.Extent, "A value is a text, a number, a list or a hashtable."));
            separator = ",";
        }

        _ = json.Append('}');
    }

    private void Write(IEnumerable<Ast> elements)
    {
        _ = json.Append('[');
        string separator = string.Empty;
        foreach (Ast element in elements)
        {
            _ = json.Append(separator);
            Write(element);
            separator = ",";
        }

        _ = json.Append(']');
    }

    private void Write(string text)
    {
        _ = json.Append('"');
        foreach (char c in text)
        {
            _ = c is '"' or '\\'
                ? json.Append('\\').Append(c)
                : c < ' ' ? json.AppendFormat(CultureInfo.InvariantCulture, "\\u{0:x4}", (int)c) : json.Append(c);
        }

        _ = json.Append('"');
    }

    /// <summary>Goes on to the line of what comes next.</summary>
    private void Reach(IScriptExtent extent)
    {
        for (; line < extent.StartLineNumber; line++)
        {
            _ = json.Append('\n');
        }
    }

    private static IEnumerable<Ast> Elements(StatementAst statement) => Value(statement) switch
    {
        ArrayLiteralAst list => list.Elements,
        { } one => [one],
        null => throw Wrong(statement.Extent, "A list holds texts, numbers, lists and hashtables."),
    };

    /// <summary>The value that a statement is, if it is one.</summary>
    private static ExpressionAst? Value(StatementAst statement) =>
        (statement as PipelineAst)?.GetPureExpression();

    private static string? Literal(VariableExpressionAst variable) => variable.VariablePath.UserPath.ToUpperInvariant() switch
    {
        "TRUE" => "true",
        "FALSE" => "false",
        "NULL" => "null",
        _ => null,
    };

    private static ParseException Wrong(IScriptExtent extent, string message) =>
        new([new ParseError(extent, "PartnerAuthDataFile", message)]);
}
