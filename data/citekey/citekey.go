// Package citekey makes the keys by which texts cite papers.
package citekey

import (
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"github.com/mozillazg/go-unidecode"

	"paperboy/data"
	"paperboy/data/latex"
	"paperboy/data/text"
)

// Make returns a key for a paper that has none: the surname of its first author or editor, the year and the
// first word of the title, such as "vaswani2017attention". It has only lower-case letters and digits
// of ASCII, which every BibTeX accepts; other scripts are transliterated. Papers may have the same
// key: see Next.
func Make(p *data.Paper) string {
	var key strings.Builder
	key.WriteString(byline(p))
	if p.Date.Year != 0 {
		fmt.Fprintf(&key, "%04d", p.Date.Year)
	}
	key.WriteString(titleWord(p.Title))
	if strings.Trim(key.String(), "0123456789") != "" {
		return key.String()
	}
	if id := asciiLetters(strings.TrimPrefix(string(p.ID), data.SchemeContent+":")); id != "" {
		return id
	}
	return "paper"
}

// byline returns the surname of the first author or, without authors, of the first editor: of a
// group, the first word of its name. It is "" if there is neither.
func byline(p *data.Paper) string {
	names := p.Authors
	if len(names) == 0 {
		names = p.Editors
	}
	switch {
	case len(names) == 0:
		return ""
	case p.IsGroup(names[0]):
		return titleWord(names[0])
	}
	return asciiLetters(data.Surname(names[0]))
}

// Next returns the key for the nth paper with a key: the second of "smith2020a" is "smith2020a_2".
func Next(key string, n int) string {
	if n == 1 {
		return key
	}
	return fmt.Sprintf("%s_%d", key, n)
}

// maxIdeographs is how many characters of a word of Chinese or Japanese, which has no spaces, a key
// has.
const maxIdeographs = 4

// asciiLetters returns the letters and digits of s in ASCII and in lower case. It transliterates
// other scripts.
func asciiLetters(s string) string {
	if strings.ContainsFunc(s, text.IsCJK) {
		if runes := []rune(s); len(runes) > maxIdeographs {
			s = string(runes[:maxIdeographs])
		}
	}
	s = unidecode.Unidecode(s)
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
