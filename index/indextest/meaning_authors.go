package indextest

import (
	"slices"
	"strings"
	"unicode/utf8"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
)

func anyAuthor(is func(a author) bool) func(p *paper) bool {
	return func(p *paper) bool { return slices.ContainsFunc(p.authors, is) }
}

// has reports whether a word is one of the name.
func (a author) has(word string) bool {
	return slices.ContainsFunc(a.words, func(w string) bool { return data.SameNameWord(word, w) })
}

// isMeant reports whether a name in the field of authors means an author.
func (a author) isMeant(name data.NameQuery) bool {
	if words := name.Words(); len(words) == 1 {
		return a.has(words[0])
	}
	return name.Matches(a.key)
}

func (a author) tokens() []token {
	var tokens []token
	for i, w := range a.words {
		for _, form := range []string{w, data.WithoutUmlauts(w)} {
			tokens = append(tokens, token{Token: analysis.Token{Form: form, Position: i}})
		}
	}
	return tokens
}

func (m *meaning) name(free *freeMeaning, word string, prefix bool) {
	surname := func(fits func(surname string) bool) func(p *paper) bool {
		return anyAuthor(func(a author) bool { return a.surname != "" && fits(a.surname) })
	}
	spelled := surname(func(s string) bool { return s == word || data.WithoutUmlauts(s) == word })
	named := surname(func(s string) bool { return data.SameNameWord(s, word) })
	all := anyAuthor(func(a author) bool { return a.has(word) })
	if prefix {
		if utf8.RuneCountInString(word) < 3 {
			return
		}
		spelled = surname(func(s string) bool {
			return strings.HasPrefix(s, word) || strings.HasPrefix(data.WithoutUmlauts(s), word)
		})
		named, all = spelled, spelled
	}
	n, text := m.count(all), free.form.df
	if n == 0 || float64(n)/float64(n+text) < index.MinNameShare {
		return
	}
	m.names = append(m.names, nameQuery(word, prefix))
	titles := m.count(func(p *paper) bool { return free.form.in(p.title) })
	sole := false
	if of := m.count(named); len(m.order) == 1 && of > 0 {
		share := float64(of) / float64(of+text)
		sole = share >= index.SoleNameShare || share >= index.SoleUntitledShare && titles < index.MinSoleTitles
	}
	if len(m.order) == 1 && !sole {
		titles = (titles + text) / 2
	}
	weight := float64(n) / float64(n+titles) * idf(len(m.papers), n)
	value := index.NameWeight * weight
	if sole {
		value += m.maxOf(func(name string) bool { return name == free.name })
	}
	m.add("surname", value, spelled)
	free.named = append(free.named, spelled)
	if !prefix {
		m.add("surname in another spelling", value*index.VariantWeight, func(p *paper) bool { return named(p) && !spelled(p) })
		m.add("word of a name", index.GivenWeight*weight, func(p *paper) bool { return all(p) && !named(p) })
		free.named = append(free.named, all)
	}
}

func nameQuery(text string, prefix bool) data.NameQuery {
	if prefix {
		return data.ParseNamePrefix(text)
	}
	return data.ParseName(text)
}

// together adds the papers whose authors' name words are.
func (m *meaning) together(words []freeWord) bool {
	var texts []string
	for _, w := range words {
		if len(w.parts) == 0 {
			return false
		}
		texts = append(texts, w.text)
	}
	name := nameQuery(strings.Join(texts, " "), words[len(words)-1].typed)
	if full := name.FullWords(); len(full) > 0 && name.IsPrefix(len(full)-1) && utf8.RuneCountInString(full[len(full)-1]) < 3 {
		return false
	}
	has := anyAuthor(func(a author) bool { return name.Names(a.key) })
	n := m.count(has)
	if n == 0 {
		return false
	}
	text := m.count(func(p *paper) bool {
		for _, w := range words {
			for i, t := range w.tokens {
				is := stemTerm(analysis.Stem(t.Form))
				if w.last(i) {
					is = typedTerm(t.Form, m.papers)
				}
				if !is.inText(p) {
					return false
				}
			}
		}
		return true
	})
	if float64(n) < index.MinNameShare*float64(n+text) {
		return false
	}
	var scored []string
	for _, w := range words {
		for i, t := range w.tokens {
			if free := m.freeOf(w, i); free != nil {
				free.named = append(free.named, has)
			}
			scored = append(scored, stemTerm(analysis.Stem(t.Form)).name)
		}
	}
	value := m.maxOf(func(name string) bool { return slices.Contains(scored, name) })
	m.add("name", value, has)
	m.add("in order", value*index.OrderWeight, anyAuthor(func(a author) bool { return name.Names(a.key) && name.InOrder(a.key) }))
	m.names = append(m.names, name)
	return true
}
