package latex

import (
	"regexp"
	"strings"
)

// accented matches accented letters, letters that are commands, and quotation marks in LaTeX
// notation, with or without braces. It matches nothing else of LaTeX, since most texts are not
// LaTeX: "~10" and "{a, b}" are meant literally.
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

// Accents replaces accented letters, letters that are commands, and quotation marks in LaTeX
// notation by Unicode. Everything else stays as it is.
func Accents(s string) string {
	if !strings.ContainsAny(s, "\\`") {
		return s
	}
	return accented.ReplaceAllStringFunc(s, Plain)
}
