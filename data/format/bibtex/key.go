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

// key returns the surname, the year and the first word of the title, such as
// "vaswani2017attention". If several papers have the same key, the second gets the suffix "_2",
// and so on.
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

// asciiLetters returns the letters and digits of s in ASCII, which every BibTeX accepts in a key,
// in lower case.
func asciiLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if r < unicode.MaxASCII && (unicode.IsLetter(r) || unicode.IsDigit(r)) {
			return r
		}
		return -1
	}, strings.ToLower(s))
}

var (
	// script matches a superscript or subscript number: the 2 of "x^2" or "H$_{2}$".
	script = regexp.MustCompile(`[$}]*[_^][${]*([0-9]+)[}$]*`)
	// signs replaces variants of apostrophes and hyphens.
	signs = strings.NewReplacer("’", "'", "ʼ", "'", "\u2010", "-", "\u2011", "-")
	// ending matches an apostrophe and the contraction or possessive that follows it.
	ending = regexp.MustCompile(`'(?:s|re|ve|ll|d|m)$`)
	// initialism matches single letters with full stops: "U.S.", "I.C.E.".
	initialism = regexp.MustCompile(`^(?:\pL\.)+\pL\.?$`)
	// decimal matches a decimal point: "FEVER2.0".
	decimal = regexp.MustCompile(`([0-9])\.([0-9])`)
)

// titleWord returns the first word of a title that is not a function word, in ASCII, or "" if
// there is none. A short function word before a hyphen is included: for "Few-shot", the word is
// "fewshot".
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

// wordsOf splits a part of a compound at full stops and apostrophes.
func wordsOf(part string) []string {
	if initialism.MatchString(part) {
		return []string{strings.ReplaceAll(part, ".", "")}
	}
	part = strings.ReplaceAll(ending.ReplaceAllString(part, ""), "n't", "nt")
	return strings.FieldsFunc(decimal.ReplaceAllString(part, "$1$2"), func(r rune) bool { return r == '.' || r == '\'' })
}
