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
	names := inverted(&p, format.AuthorsOf(p))
	if len(names) > 0 && format.LacksAuthors(p) {
		return strings.Join(append(names[:min(len(names), maxAuthors-1)], "et al."), ", ")
	}
	return join(names)
}

// editorsFirst returns the editors of a book without authors: "Itor, E. (Ed.)".
func editorsFirst(p data.Paper) string { return withRole(join(inverted(&p, p.Editors)), p) }

// editorsOf returns the editors of what a paper is in, given names first: "E. Itor & A. Nother (Eds.)".
func editorsOf(p data.Paper) string {
	var names []string
	for _, name := range p.Editors {
		n := nameOf(&p, name)
		if n.Family == "" {
			names = append(names, n.Literal)
			continue
		}
		names = append(names, strings.Join(known(initials(n.Given), n.WholeFamily(), generation(n.Suffix)), " "))
	}
	list := join(names)
	if len(names) == 2 {
		list = names[0] + " & " + names[1]
	}
	return withRole(list, p)
}

func withRole(list string, p data.Paper) string {
	switch {
	case list == "":
		return ""
	case len(p.Editors) == 1:
		return list + " (Ed.)"
	}
	return list + " (Eds.)"
}

// join joins names with commas and an ampersand. Of more than maxAuthors, it leaves some out.
func join(names []string) string {
	switch n := len(names); {
	case n == 0:
		return ""
	case n == 1:
		return names[0]
	case n > maxAuthors:
		return strings.Join(names[:maxAuthors-1], ", ") + ", . . . " + names[n-1]
	default:
		return strings.Join(names[:n-1], ", ") + ", & " + names[n-1]
	}
}

// inverted returns names of the paper as "Family, G. N., Jr.".
func inverted(p *data.Paper, names []string) []string {
	var all []string
	for _, name := range names {
		if name := authorName(nameOf(p, name)); name != "" {
			all = append(all, name)
		}
	}
	return all
}

// nameOf returns the parts of a name, without LaTeX.
func nameOf(p *data.Paper, name string) data.PersonName {
	if p.IsGroup(name) {
		return data.PersonName{Literal: plain(name), IsGroup: true}
	}
	return data.SplitName(plain(name))
}

// authorName returns a name as "Family, G. N., Jr.". The names of groups, single names, and names in
// a script without given names last stay as they are. Degrees are left out (9.8).
func authorName(n data.PersonName) string {
	if n.Family == "" {
		if strings.IndexFunc(n.Literal, unicode.IsLetter) < 0 {
			return ""
		}
		return n.Literal
	}
	return strings.Join(known(n.WholeFamily(), initials(n.Given), generation(n.Suffix)), ", ")
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
