// Package standin makes papers out of a seed. They stand in for the real collections of
// ../shared, which are not public, so that the tests of a plain clone guard ranking,
// similarity, merging and trends too.
//
// A Library is a language of its own and the papers written in it: a few thousand made-up
// words whose frequencies follow Zipf's law, topics that prefer some of them, a community
// of authors for each topic, an acronym for its coined name, and months in which it is in
// fashion. New always makes the same papers of the same seed and number.
//
//	library := standin.New(1, 1500)
//	library.Papers   // 1,500 papers
//	library.Queries  // questions, and which papers answer them
//	library.Twins()  // the same papers as another source knows them
//
// What the papers say means nothing: a formula that does well here need not do well on
// real papers. Their use is that a changed formula gives changed figures.
package standin

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"paperboy/data"
)

const (
	vocabulary  = 4000
	topics      = 40
	topicWords  = 25
	firstYear   = 2015
	months      = 10 * 12
	communities = 25 // authors of a topic
)

// Library is papers, and questions about them.
type Library struct {
	Papers  []data.Paper
	Queries []Query
	random  *rand.Rand
	words   []string // the most frequent first
	topics  []topic
}

// Query is a question.
type Query struct {
	ID, Text string
	// Grades are by paper: 2 where the paper is about the topic that the query asks for,
	// 1 where it touches on it.
	Grades map[data.ID]int
}

// topic is what papers are about.
type topic struct {
	words   []string
	name    string // three words, of which acronym has the initials
	acronym string
	authors []string
	venue   string
	// begins is the month in which it comes into fashion, from the first of firstYear.
	begins int
}

// New makes a library of n papers.
func New(seed uint64, n int) *Library {
	l := &Library{random: rand.New(rand.NewPCG(seed, 14))}
	l.words = l.coinWords(vocabulary)
	for range topics {
		l.topics = append(l.topics, l.newTopic())
	}
	grades := make([]map[data.ID]int, topics)
	for i := range grades {
		grades[i] = make(map[data.ID]int)
	}
	for i := range n {
		month := i * months / n
		main, second := l.fashionable(month), l.random.IntN(topics)
		p := l.paper(month, i, l.topics[main], l.topics[second])
		l.Papers = append(l.Papers, p)
		grades[second][p.ID] = 1
		grades[main][p.ID] = 2
	}
	for i, t := range l.topics {
		if len(grades[i]) > 0 {
			l.Queries = append(l.Queries, Query{fmt.Sprintf("q%d", i+1), l.question(t), grades[i]})
		}
	}
	return l
}

func (l *Library) newTopic() topic {
	t := topic{begins: l.random.IntN(months), venue: l.properName() + " Letters"}
	for range topicWords {
		t.words = append(t.words, l.words[200+l.random.IntN(vocabulary-200)])
	}
	t.name = strings.Join(t.words[:3], " ")
	for _, w := range t.words[:3] {
		t.acronym += strings.ToUpper(w[:1])
	}
	for range communities {
		t.authors = append(t.authors, l.properName()+" "+l.properName())
	}
	return t
}

// fashionable draws a topic that papers of a month are about: one that began within the
// eight months before is ten times as frequent as others.
func (l *Library) fashionable(month int) int {
	for {
		i := l.random.IntN(topics)
		age := month - l.topics[i].begins
		if age >= 0 && age < 8 || l.random.IntN(10) == 0 {
			return i
		}
	}
}

func (l *Library) paper(month, i int, main, second topic) data.Paper {
	date := data.Date{Year: firstYear + month/12, Month: time.Month(month%12 + 1), Day: 1 + l.random.IntN(28)}
	p := data.Paper{
		ID:    data.ID(fmt.Sprintf("arxiv:%02d%02d.%05d", date.Year%100, int(date.Month), i+1)),
		Title: l.title(main), Abstract: l.abstract(main, second), Date: date, Venue: main.venue,
	}
	for range 1 + l.random.IntN(6) {
		if name := main.authors[l.random.IntN(communities)]; !slices.Contains(p.Authors, name) {
			p.Authors = append(p.Authors, name)
		}
	}
	return p
}

// question asks for a topic by some of its words, beside a frequent one that is beside the
// point.
func (l *Library) question(t topic) string {
	words := []string{l.common()}
	for range 2 + l.random.IntN(3) {
		words = append(words, l.inflect(t.words[l.random.IntN(topicWords)]))
	}
	l.random.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return strings.Join(words, " ")
}

// Twins are the papers as another source has them: under an id of its own, the names as
// initials and last names, a year for a date, and every fifth title in capitals or with a
// formula's dollar signs. Papers and Twins of the same index are one paper.
func (l *Library) Twins() []data.Paper {
	twins := slices.Clone(l.Papers)
	for i := range twins {
		p := &twins[i]
		p.ID = data.ID(fmt.Sprintf("acl:%d.standin-1.%d", p.Date.Year, i+1))
		p.Date = data.Date{Year: p.Date.Year}
		p.Authors = slices.Clone(p.Authors)
		for j, name := range p.Authors {
			given, last, _ := strings.Cut(name, " ")
			p.Authors[j] = given[:1] + ". " + last
		}
		switch i % 5 {
		case 1:
			p.Title = strings.ToUpper(p.Title)
		case 3:
			p.Title = strings.ReplaceAll(p.Title, ":", " :") + "."
		}
	}
	return twins
}

// Namesakes are papers by other people under titles that papers have: none is one of them.
func (l *Library) Namesakes() []data.Paper {
	others := slices.Clone(l.Papers)
	for i := range others {
		p := &others[i]
		p.ID = data.ID(fmt.Sprintf("acl:%d.namesake-1.%d", p.Date.Year, i+1))
		p.Authors = []string{l.properName() + " " + l.properName(), l.properName() + " " + l.properName()}
		p.Abstract = l.abstract(l.topics[l.random.IntN(topics)], l.topics[l.random.IntN(topics)])
	}
	return others
}
