package latex

import (
	"regexp"
	"strings"
	"unicode"
)

// Readable returns a text, or a formula that can't be parsed, without LaTeX. Use it for a text
// whose formulas Split has taken out. The rest is seldom LaTeX, so "~10", "--" and "{a, b}" stay
// unless the text has a command.
//
// Citations and labels are dropped. A command that Plain doesn't know becomes its name, since that
// is most often what the author's macro is for (\hydra, \GL).
func Readable(s string) string {
	if !strings.ContainsAny(s, "\\$`{}") {
		return s
	}
	s = dropDollars(notCommands.Replace(s))
	if hasCommand.MatchString(s) {
		s = references.ReplaceAllString(s, "")
		s = looseAccent.ReplaceAllString(s, `$$\$1{$2}$$`)
		s = Plain(s)
		s = hasCommand.ReplaceAllString(s, "$1")
	} else {
		s = wordGroup.ReplaceAllString(Accents(s), "$1")
	}
	return dropLooseBraces(literals.Replace(s))
}

var (
	// notCommands replaces the commands that are not letters. A dollar or brace that is meant
	// literally becomes a character for private use, which texts have no reason to contain.
	notCommands = strings.NewReplacer(`\$`, "\ue002", `\{`, "\ue003", `\}`, "\ue004", `\%`, "%", `\&`, "&", `\#`, "#", `\_`, "_", `\\`, " ", `\(`, "", `\)`, "", `\[`, "", `\]`, "")
	literals    = strings.NewReplacer("\ue002", "$", "\ue003", "{", "\ue004", "}")
)

var (
	hasCommand = regexp.MustCompile(`\\([A-Za-z]+)`)
	// references matches what LaTeX replaces by numbers, and colors.
	references = regexp.MustCompile(`[ ~]*\\(?:cite[a-z]*|[a-zA-Z]*ref|label|footnotemark|color|begin|end)\*?(?:\[[^\]]*\])*\{[^{}]*\}`)
	// looseAccent matches an accent of a formula outside of dollars: \bar{M}, \bar(M).
	looseAccent = regexp.MustCompile(`\\(bar|hat|tilde|vec|dot|ddot|check|breve|acute|grave)[({]([A-Za-z])[)}]`)
	// wordGroup matches braces around words, which protect capitals in BibTeX or are left of a
	// command.
	wordGroup = regexp.MustCompile(`\{([\pL][\pL\pN .'’-]+)\}`)
)

// dropDollars removes the dollars that are hardly currency: those before anything but a digit.
func dropDollars(s string) string {
	if !strings.Contains(s, "$") {
		return s
	}
	var out strings.Builder
	for i, r := range s {
		isMoney := i+1 < len(s) && (isDigit(s[i+1]) || s[i+1] == '.') || i > 0 && unicode.IsUpper(rune(s[i-1])) && !strings.ContainsAny(s, "\\^_")
		if r != '$' || isMoney {
			out.WriteRune(r)
		}
	}
	return out.String()
}

// dropLooseBraces removes the braces that have no partner.
func dropLooseBraces(s string) string {
	if !strings.ContainsAny(s, "{}") {
		return s
	}
	loose := map[int]bool{}
	var open []int
	for i := range len(s) {
		switch s[i] {
		case '{':
			open = append(open, i)
		case '}':
			if len(open) == 0 {
				loose[i] = true
			} else {
				open = open[:len(open)-1]
			}
		}
	}
	for _, i := range open {
		loose[i] = true
	}
	var out strings.Builder
	for i := range len(s) {
		if !loose[i] {
			out.WriteByte(s[i])
		}
	}
	return out.String()
}
