package latex

import (
	"regexp"
	"strings"
)

// accented finds a letter with an accent, a letter that is a command, and quotes, as
// LaTeX writes them in text, with braces around or without. Nothing else of LaTeX is
// looked for, since most texts are none: "~10" and "{a, b}" mean what they say.
var accented = func() *regexp.Regexp {
	const (
		mark    = "\\\\[\"'`^~=.](?:\\{\\\\?[A-Za-z]\\}|\\\\?[A-Za-z])"
		byName  = `\\[uvHcrk](?:\{\\?[A-Za-z]\}| [A-Za-z])`
		letter  = `\\(?:ss|[oOlLij]|ae|AE|oe|OE|aa|AA)`
		quoted  = "``[^`']*''"
		inBrace = `\{(?:` + mark + `|` + byName + `|` + letter + `)\}`
	)
	return regexp.MustCompile(inBrace + `|` + mark + `|` + byName + `|` + letter + `\{\}|` + quoted)
}()

// Accents writes such letters and quotes of a plain text as they are meant.
func Accents(s string) string {
	if !strings.ContainsAny(s, "\\`") {
		return s
	}
	return accented.ReplaceAllStringFunc(s, Plain)
}
