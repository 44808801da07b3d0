package bibtex

import (
	"strings"

	"paperboy/data"
	"paperboy/data/latex"
)

// nameList joins names of the paper with "and". It ends with "and others" if some are unknown.
func nameList(p *data.Paper, names []string, lacksSome bool) string {
	list := make([]string, len(names), len(names)+1)
	for i, name := range names {
		list[i] = nameOf(p.NameOf(name))
	}
	if len(list) > 0 && lacksSome {
		list = append(list, "others")
	}
	return strings.Join(list, " and ")
}

// nameOf returns a name as "von Last, Jr, First". What is not split into parts is in braces unless it
// is the one name of a person.
func nameOf(n data.PersonName) string {
	switch {
	case n.IsGroup || strings.ContainsAny(n.Literal, " ,") || isSeparator(n.Literal):
		return "{" + latex.Escape(n.Literal) + "}"
	case n.Literal != "":
		return latex.Escape(n.Literal)
	}
	name := part(n.WholeFamily())
	if n.Suffix != "" {
		name += ", " + part(n.Suffix)
	}
	return name + ", " + part(n.Given)
}

// part returns a part of a name, in braces if BibTeX would see a separator in it.
func part(s string) string {
	if strings.Contains(s, ",") || strings.Contains(" "+strings.ToLower(s)+" ", " and ") {
		return "{" + latex.Escape(s) + "}"
	}
	return latex.Escape(s)
}

// isSeparator reports whether a name is a word that separates or ends a list of names.
func isSeparator(name string) bool {
	return strings.EqualFold(name, "and") || strings.EqualFold(name, "others")
}
