package bibtex

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"paperboy/data"
	"paperboy/data/latex"
	"paperboy/data/text"
)

// key returns surname, year and first word of the title ("vaswani2017attention"), with a
// number from the second paper of this key on.
func (b *writer) key(p data.Paper) string {
	var key strings.Builder
	if len(p.Authors) > 0 {
		key.WriteString(asciiLetters(data.Surname(p.Authors[0])))
	}
	if p.Date.Year != 0 {
		fmt.Fprintf(&key, "%04d", p.Date.Year)
	}
	key.WriteString(titleWord(p.Title))
	if key.Len() == 0 {
		key.WriteString("paper")
	}
	name := key.String()
	b.keys[name]++
	if n := b.keys[name]; n > 1 {
		return fmt.Sprintf("%s_%d", name, n)
	}
	return name
}

// asciiLetters are the letters and digits of s that every BibTeX accepts in a key.
func asciiLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, strings.ToLower(s))
}

var (
	// script is a number above or below a letter: the 2 of "x^2", "H$_{2}$".
	script = regexp.MustCompile(`[$}]*[_^][${]*([0-9]+)[}$]*`)
	// signs are the apostrophes and hyphens of titles in one form.
	signs = strings.NewReplacer("’", "'", "ʼ", "'", "\u2010", "-", "\u2011", "-")
	// ending is what an apostrophe adds to a word.
	ending = regexp.MustCompile(`'(?:s|re|ve|ll|d|m)$`)
	// initialism is a word of single letters with points: "U.S.", "I.C.E.".
	initialism = regexp.MustCompile(`^(?:\pL\.)+\pL\.?$`)
	// decimal is a point between digits: "FEVER2.0".
	decimal = regexp.MustCompile(`([0-9])\.([0-9])`)
)

// titleWord is the first word of a title that is not a function word, in ASCII; empty where
// there is none. A short function word before a hyphen counts: "Few-shot" is fewshot.
func titleWord(title string) string {
	title = latex.Letters(latex.Plain(script.ReplaceAllString(title, "$1")))
	for compound := range strings.FieldsFuncSeq(signs.Replace(text.Normalize(title)), isOutsideCompound) {
		parts := strings.FieldsFunc(compound, func(r rune) bool { return r == '-' })
		for i, part := range parts {
			for _, word := range wordsOf(part) {
				switch key := asciiLetters(text.SpellGreek(word)); {
				case !text.IsFunctionWord(word) && key != "":
					return key
				case text.IsFunctionWord(word) && i == 0 && len(parts) == 2 && (len(word) <= 3 || word == "over"):
					return word + asciiLetters(parts[1])
				}
			}
		}
	}
	return ""
}

func isOutsideCompound(r rune) bool {
	return !strings.ContainsRune("'.-", r) && !unicode.In(r, unicode.L, unicode.N, unicode.M)
}

// wordsOf cuts a part of a compound at points and apostrophes.
func wordsOf(part string) []string {
	if initialism.MatchString(part) {
		return []string{strings.ReplaceAll(part, ".", "")}
	}
	part = strings.ReplaceAll(ending.ReplaceAllString(part, ""), "n't", "nt")
	return strings.FieldsFunc(decimal.ReplaceAllString(part, "$1$2"), func(r rune) bool { return r == '.' || r == '\'' })
}
