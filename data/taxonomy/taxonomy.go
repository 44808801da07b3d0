// Package taxonomy knows the names of arXiv's subject classes: "cs.CV" is "Computer Vision and
// Pattern Recognition". It has no other classification, and it decides nothing about papers.
package taxonomy

import "strings"

// class is an archive of arXiv or a class within one.
type class struct {
	// name is the official one.
	name string
	// short is what fits on a card and tells the class from others; empty: name.
	short string
}

// Name returns the official name of a class, "" if arXiv has none with this code. The code may be
// in any case.
func Name(code string) string { return classes[normalize(code)].name }

// Short returns the name of a class as it is written where there is little room, "" if arXiv has
// none with this code. Two classes of different archives may still have the same: they are one
// subject, as cs.SY and eess.SY are.
func Short(code string) string {
	c := classes[normalize(code)]
	if c.short != "" {
		return c.short
	}
	return c.name
}

// Label returns Short, with "(all)" after the name of an archive that has classes: beside these in
// a list, its papers include theirs.
func Label(code string) string {
	name := Short(code)
	if archives[normalize(code)] {
		name += " (all)"
	}
	return name
}

// Archive returns the archive of a class, "cs" for "cs.CV" and "" for an archive or for a code that
// arXiv does not have.
func Archive(code string) string {
	archive, _, found := strings.Cut(Code(code), ".")
	if !found || Name(code) == "" {
		return ""
	}
	return archive
}

// Code returns the code as arXiv writes it: "cs.CV" for "CS.cv". It returns other texts unchanged.
func Code(code string) string {
	if official, ok := spelling[normalize(code)]; ok {
		return official
	}
	return code
}

func normalize(code string) string { return strings.ToLower(strings.TrimSpace(code)) }

// The classes by normalized code, their official spellings, and the archives that have classes.
var classes, spelling, archives = func() (map[string]class, map[string]string, map[string]bool) {
	all, codes, parents := map[string]class{}, map[string]string{}, map[string]bool{}
	for line := range strings.Lines(table) {
		code, names, found := strings.Cut(strings.TrimSpace(line), "\t")
		if !found {
			continue
		}
		name, short, _ := strings.Cut(names, "\t")
		all[normalize(code)], codes[normalize(code)] = class{name, short}, code
		if archive, _, found := strings.Cut(code, "."); found {
			parents[normalize(archive)] = true
		}
	}
	return all, codes, parents
}()
