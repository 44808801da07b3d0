package apa

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"paperboy/data"
	"paperboy/data/format"
)

// maxAuthors is the maximum number of authors that a reference names (9.8). Of more, it names the
// first 19 and the last.
const maxAuthors = 20

// authors returns the authors as a reference lists them, or "". A list of which not all names are
// known ends with "et al.".
func authors(p data.Paper) string {
	var names []string
	for _, author := range p.Authors {
		if name := authorName(plain(author)); name != "" {
			names = append(names, name)
		}
	}
	switch n := len(names); {
	case n == 0:
		return ""
	case format.LacksAuthors(p):
		return strings.Join(append(names[:min(n, maxAuthors-1)], "et al."), ", ")
	case n == 1:
		return names[0]
	case n > maxAuthors:
		return strings.Join(names[:maxAuthors-1], ", ") + ", . . . " + names[n-1]
	default:
		return strings.Join(names[:n-1], ", ") + ", & " + names[n-1]
	}
}

// authorName returns a name as "Family, G. N., Jr.". The names of groups, single names, and names in
// a script without given names last stay as they are. Degrees are left out (9.8).
func authorName(name string) string {
	if strings.IndexFunc(name, unicode.IsLetter) < 0 {
		return ""
	}
	parts := strings.Split(data.FamilyFirst(name), ", ")
	if len(parts) == 1 {
		return name
	}
	inverted := strings.TrimSpace(parts[0])
	if given := initials(parts[1]); given != "" {
		inverted += ", " + given
	}
	if len(parts) > 2 {
		if suffix := generation(parts[2]); suffix != "" {
			inverted += ", " + suffix
		}
	}
	return inverted
}

// generation returns a suffix such as "Jr." or "III", or "" for a degree.
func generation(suffix string) string {
	switch s := strings.TrimSuffix(strings.ToLower(suffix), "."); s {
	case "jr", "sr":
		return strings.ToUpper(s[:1]) + s[1:] + "."
	case "ii", "iii", "iv":
		return strings.ToUpper(s)
	}
	return ""
}

// initials returns the initials of given names: "J.-P." for "Jean-Paul", "J. R. R." for "J.R.R.",
// "A." for "Ai-jun", whose second part is not a name of its own. Nicknames in brackets or quotation
// marks are left out.
func initials(given string) string {
	var all []string
	for word := range strings.FieldsSeq(withoutNicknames(given)) {
		for _, name := range splitInitials(word) {
			if initial := initial(name); initial != "" {
				all = append(all, initial)
			}
		}
	}
	return strings.Join(all, " ")
}

// withoutNicknames removes the words that are in brackets or quotation marks.
func withoutNicknames(s string) string {
	return strings.Join(slices.DeleteFunc(strings.Fields(s), func(word string) bool {
		first, _ := utf8.DecodeRuneInString(word)
		return strings.ContainsRune(`("“‘[«`, first)
	}), " ")
}

// splitInitials splits a word at full stops, and one of two capitals, such as "JR", in two.
func splitInitials(word string) []string {
	parts := strings.FieldsFunc(word, func(r rune) bool { return r == '.' })
	if len(word) == 2 && 'A' <= word[0] && word[0] <= 'Z' && 'A' <= word[1] && word[1] <= 'Z' {
		return []string{word[:1], word[1:]}
	}
	for i := 1; i < len(parts); i++ {
		if strings.HasPrefix(parts[i], "-") { // "J.-P."
			parts[i-1] += parts[i]
			parts = slices.Delete(parts, i, i+1)
			i--
		}
	}
	return parts
}

// initial returns the initial of a name, or those of a name with a hyphen.
func initial(name string) string {
	var all []string
	for part := range strings.FieldsFuncSeq(norm.NFC.String(name), func(r rune) bool { return strings.ContainsRune("-\u2010\u2011", r) }) {
		start := strings.IndexFunc(part, unicode.IsLetter)
		if start < 0 {
			continue
		}
		letters := []rune(part[start:])
		if len(all) > 0 && unicode.IsLower(letters[0]) {
			break
		}
		end := 1
		for end < len(letters) && unicode.Is(unicode.Mn, letters[end]) {
			end++
		}
		all = append(all, string(unicode.ToUpper(letters[0]))+string(letters[1:end])+".")
	}
	return strings.Join(all, "-")
}
