using System;
using System.IO;
using System.Linq;
using System.Management.Automation.Language;

namespace PartnerAuth.Parameters;

/// <summary>A script as it is looked through. It is read and never run.</summary>
internal static class ScriptText
{
    private static readonly string[] Extensions = [".ps1", ".psm1", ".psd1"];

    /// <summary>The text with blanks in place of PowerShell's comments, <c>#requires</c> apart; its lines stay where they are.</summary>
    internal static string WithoutComments(string path, string text)
    {
        if (!Extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
        {
            return text;
        }

        Token[] tokens;
        try
        {
            _ = Parser.ParseInput(text, out tokens, out _);
        }
        catch (InsufficientExecutionStackException)
        {
            // Nested deeper than PowerShell itself could run.
            return text;
        }

        char[] characters = text.ToCharArray();
        foreach (Token comment in tokens.Where(IsComment))
        {
            for (int at = comment.Extent.StartOffset; at < comment.Extent.EndOffset; at++)
            {
                characters[at] = characters[at] is '\r' or '\n' ? characters[at] : ' ';
            }
        }

        return new string(characters);
    }

    private static bool IsComment(Token token) =>
        token.Kind == TokenKind.Comment && !token.Text.StartsWith("#requires", StringComparison.OrdinalIgnoreCase);
}
