package indextest

import (
	"strings"
	"testing"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/query"
)

// phraseWords are few, so that texts have the words of a phrase in many other orders: forms of
// one stem, function words, words with several readings, formulas and other scripts.
var phraseWords = strings.Fields(`graph graphs graphing network of the to in a A* C++ c naïve Müller pre-training pretraining
	U-Net data set dataset self-attention GPT-4 Qwen2.5 $k$-means $\ell_2$ x^2 \mathbf{x} 机器学习 机器 学习 学 don't β-VAE i.i.d. - .`)

// phraseText returns up to max words of phraseWords.
func (m maker) phraseText(max int) string {
	var b strings.Builder
	for range m.IntN(max) + 1 {
		b.WriteString(pick(m, phraseWords) + pick(m, []string{" ", " ", " ", "-", "", ", "}))
	}
	return b.String()
}

// phraseQuery returns words of a text, most often as they are there.
func (m maker) phraseQuery(text string) query.Node {
	words := strings.Fields(text)
	from := m.IntN(len(words))
	words = append([]string{}, words[from:min(len(words), from+1+m.IntN(5))]...)
	if m.chance(30) {
		words[m.IntN(len(words))] = pick(m, phraseWords)
	}
	field := pick(m, []query.Field{query.AnyText, query.AnyText, query.Title, query.Abstract})
	switch m.IntN(4) {
	case 0:
		if m.chance(30) {
			words[m.IntN(len(words))] = pick(m, []string{"gra*", "?et*", "*t*", "c*", "*ing"})
		}
		return query.Near{Field: field, Text: strings.Join(words, " "), Slop: m.IntN(4)}
	case 1:
		return query.Word{Field: field, Text: strings.Join(words, "-")}
	}
	return query.Phrase{Field: field, Text: strings.Join(words, " ")}
}

// testPhrases compares phrases, nearness and compounds with those of the oracle.
func testPhrases(t *testing.T, open opener) {
	engine, oracle, m := openNew(t, open), NewOracle(Store), newMaker(21)
	var texts []string
	for batch := range 3 { // of which each is a segment
		var changes []data.Change
		for i := range 60 {
			n := batch*60 + i + 1
			p := &data.Paper{Title: m.phraseText(6), Abstract: m.phraseText(30)}
			texts = append(texts, p.Title, p.Abstract)
			changes = append(changes, data.Change{Sequence: data.Sequence(n), Number: data.Number(n), Paper: p})
		}
		for _, w := range []index.Writer{engine, oracle} {
			if err := w.Apply(testContext(t), changes, changes[len(changes)-1].Sequence); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := engine.WaitVisible(testContext(t), 180); err != nil {
		t.Fatal(err)
	}
	const requests = 800
	found := 0
	for range requests {
		r := index.Request{Query: query.Query{Root: m.phraseQuery(pick(m, texts))}, Limit: 200, Sort: index.ByNewest}
		if compareAnswers(t, engine, oracle, r).Total > 0 {
			found++
		}
	}
	if found < requests/2 || found > requests*95/100 {
		t.Errorf("%d of %d requests found anything", found, requests)
	}
}
