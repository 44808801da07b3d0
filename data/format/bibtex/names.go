package bibtex

import (
	"slices"
	"strings"

	"paperboy/data/format"
	"paperboy/data/latex"
)

// authors returns the display names in a list. others is true if the list ends in "and others".
func authors(list string) (names []string, others bool) {
	for _, name := range split(list, " and ") {
		trimmed := strings.TrimSpace(name)
		switch strings.ToLower(strings.Trim(trimmed, "{}. ")) {
		case "", "and":
		case "others", "et al":
			others = true
		default:
			for _, one := range splitJoined(trimmed) {
				names = append(names, displayName(one))
			}
		}
	}
	return names, others
}

// splitJoined splits names that people join with semicolons or commas instead of "and". The names
// of groups are in braces, and those with named parts and entities are single names.
func splitJoined(name string) []string {
	if strings.Contains(name, "=") || strings.Contains(name, "&") {
		return []string{name}
	}
	if joined := split(name, ";"); len(joined) > 1 {
		return slices.DeleteFunc(joined, func(s string) bool { return strings.TrimSpace(s) == "" })
	}
	if strings.ContainsAny(name, "{\\") {
		return []string{name}
	}
	return format.SplitField(name)
}

// displayName returns a name with the given names first. It accepts the three orders of BibTeX
// ("First von Last", "von Last, First", "von Last, Jr, First") and BibLaTeX's named parts. Commas
// in braces, as in the name of a group, do not separate parts.
func displayName(name string) string {
	parts := split(name, ",")
	if named, ok := namedParts(parts); ok {
		return named
	}
	order := []int{0}
	switch len(parts) {
	case 1:
	case 2:
		order = []int{1, 0}
	default:
		order = []int{2, 0, 1}
	}
	var words []string
	for _, i := range order {
		words = append(words, strings.Fields(latex.Plain(parts[i]))...)
	}
	return strings.Join(words, " ")
}

// namedParts parses "family=Last, given=First, prefix=von, suffix=Jr". It returns false if the
// parts are not named or there is no family name.
func namedParts(parts []string) (string, bool) {
	named := map[string]string{}
	for _, part := range parts {
		name, value, found := strings.Cut(strings.Trim(part, ` "`), "=")
		if !found {
			return "", false
		}
		named[strings.ToLower(strings.TrimSpace(name))] = strings.Trim(value, ` "`)
	}
	if named["family"] == "" {
		return "", false
	}
	whole := strings.Join([]string{named["given"], named["prefix"], named["family"], named["suffix"]}, " ")
	return strings.Join(strings.Fields(latex.Plain(whole)), " "), true
}

// split splits s at a separator outside of braces. It ignores the case of the separator, and
// treats any white space in s as a single space.
func split(s, separator string) []string {
	s = strings.Join(strings.Fields(s), " ")
	var parts []string
	depth, start := 0, 0
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth <= 0 && len(s)-i >= len(separator) && strings.EqualFold(s[i:i+len(separator)], separator) {
			parts = append(parts, s[start:i])
			start = i + len(separator)
			i = start - 1
			if strings.HasSuffix(separator, " ") {
				i, start = i-1, start-1 // its final space may begin the next separator
			}
		}
	}
	return append(parts, s[start:])
}
