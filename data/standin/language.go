package standin

import (
	"math"
	"strings"
)

var functionWords = strings.Fields("the of and in to a for with on by we is are that as from an this which be")

var (
	onsets = strings.Fields("b br c d dr f g gr h l m n p pl qu r s sc t tr v z")
	nuclei = strings.Fields("a e i o u ai ea io ou")
	codas  = strings.Fields("n r l m t x k nd st rm lt")
)

// syllable is an onset, a nucleus and a coda, as in "brand".
func (l *Library) syllable() string {
	return onsets[l.random.IntN(len(onsets))] + nuclei[l.random.IntN(len(nuclei))] + codas[l.random.IntN(len(codas))]
}

// coinWords makes n different words of two or three syllables.
func (l *Library) coinWords(n int) []string {
	seen := make(map[string]bool, n)
	words := make([]string, 0, n)
	for len(words) < n {
		word := l.syllable() + l.syllable()
		if l.random.IntN(2) == 0 {
			word += l.syllable()
		}
		if !seen[word] {
			seen[word] = true
			words = append(words, word)
		}
	}
	return words
}

func (l *Library) properName() string {
	word := l.syllable() + l.syllable()
	return strings.ToUpper(word[:1]) + word[1:]
}

// common draws a word by Zipf's law: the word of rank r is drawn 1/r as often as the first.
func (l *Library) common() string {
	rank := math.Exp(l.random.Float64()*math.Log(vocabulary+1)) - 1
	return l.words[min(int(rank), vocabulary-1)]
}

// inflect gives a word one of the endings that stemming takes off, in one case of three.
func (l *Library) inflect(word string) string {
	switch l.random.IntN(9) {
	case 0:
		return word + "s"
	case 1:
		return word + "ing"
	case 2:
		return word + "ed"
	}
	return word
}

// text is n words: a share of the topic, a third function words, and the rest common.
func (l *Library) text(n int, t topic, share float64) []string {
	words := make([]string, n)
	for i := range words {
		switch draw := l.random.Float64(); {
		case draw < share:
			// The first words of a topic are the most frequent ones.
			words[i] = l.inflect(t.words[int(topicWords*l.random.Float64()*l.random.Float64())])
		case draw < share+.33:
			words[i] = functionWords[l.random.IntN(len(functionWords))]
		default:
			words[i] = l.inflect(l.common())
		}
	}
	return words
}

func (l *Library) title(t topic) string {
	words := append(l.text(3+l.random.IntN(6), t, .4), t.words[l.random.IntN(topicWords)], l.common())
	title := strings.Join(words, " ")
	switch l.random.IntN(4) {
	case 0:
		title = t.name + ": " + title
	case 1:
		title += " with $O(n^2)$ " + l.common()
	}
	return strings.ToUpper(title[:1]) + title[1:]
}

func (l *Library) abstract(main, second topic) string {
	var b strings.Builder
	for range 4 + l.random.IntN(5) {
		about := main
		if l.random.IntN(3) == 0 {
			about = second
		}
		sentence := strings.Join(l.text(10+l.random.IntN(12), about, .2), " ")
		b.WriteString(strings.ToUpper(sentence[:1]) + sentence[1:] + ". ")
	}
	if l.random.IntN(3) == 0 {
		b.WriteString("We study " + main.name + " (" + main.acronym + ") and show that $\\alpha_" + string(rune('a'+l.random.IntN(26))) + " \\leq 1$.")
	}
	return strings.TrimSpace(b.String())
}
