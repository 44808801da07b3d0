package peers

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode"

	"paperboy/index"
	"paperboy/index/bench"
	"paperboy/index/query"
)

// A drawer makes queries from random papers.
type drawer struct {
	*rand.Rand
	papers []bench.Sampled
	// frequent are frequent words with the share of all papers that contain them.
	frequent []frequentWord
}

type frequentWord struct {
	word  string
	share float64
}

// triesPerQuery limits the number of random papers to try, since not all are suitable.
const triesPerQuery = 50

// wordsSeed is the stream of random numbers for rows with three words. Every other row has a stream
// of its own.
const wordsSeed = 100

// drawAll returns n queries for each row. The queries of a row depend only on the papers and the seed.
func drawAll(ctx context.Context, rows []row, papers []bench.Sampled, searcher index.Searcher, n int, seed uint64) ([]Query, error) {
	frequent, err := frequentWords(ctx, papers, searcher)
	if err != nil {
		return nil, err
	}
	var queries []Query
	for i, r := range rows {
		stream := uint64(i)
		if r.key == "any" || r.key == "facets" || r.key == "all" {
			stream = wordsSeed
		}
		d := &drawer{rand.New(rand.NewPCG(seed, stream)), papers, frequent}
		drawn := 0
		for try := 0; try < n*triesPerQuery && drawn < n; try++ {
			if q, ok := r.draw(d); ok {
				q.Row = r.key
				queries = append(queries, q)
				drawn++
			}
		}
		if drawn == 0 {
			return nil, fmt.Errorf("no paper is suitable for %q", r.name)
		}
	}
	return queries, nil
}

func (d *drawer) paper() bench.Sampled { return d.papers[d.IntN(len(d.papers))] }

// words returns a function that completes q by three consecutive content words of a title.
func words(q Query) func(*drawer) (Query, bool) {
	return func(d *drawer) (Query, bool) {
		words := bench.ContentWords(d.paper().Paper.Title)
		if len(words) < 3 {
			return Query{}, false
		}
		from := d.IntN(len(words) - 2)
		q.Text = strings.Join(words[from:from+3], " ")
		return q, plain(q.Text)
	}
}

// plain reports whether a text consists of letters, digits and spaces, which all engines split alike.
func plain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r != ' ' && !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// filter returns a query for all papers of the year of a random paper.
func (d *drawer) filter() (Query, bool) {
	year := d.paper().Paper.Date.Year
	return Query{Op: opEverything, Facets: true, Year: year}, year > 0
}

// phrase returns two adjacent words of a title.
func (d *drawer) phrase() (Query, bool) {
	phrases := slices.DeleteFunc(bench.Phrases(d.paper().Paper.Title), func(p string) bool { return !plain(p) })
	if len(phrases) == 0 {
		return Query{}, false
	}
	return Query{Op: opPhrase, Text: phrases[d.IntN(len(phrases))]}, true
}

// prefix returns the first three letters of a word of a title.
func (d *drawer) prefix() (Query, bool) {
	word, ok := d.letters(4, 100)
	if !ok {
		return Query{}, false
	}
	return Query{Op: opPrefix, Text: word[:3]}, true
}

// fuzzy returns a function that draws a word of a title without one of its letters, but the first. It
// is between minLength and maxLength letters long then.
func fuzzy(minLength, maxLength, edits int) func(*drawer) (Query, bool) {
	return func(d *drawer) (Query, bool) {
		word, ok := d.letters(minLength+1, maxLength+1)
		if !ok {
			return Query{}, false
		}
		lost := 1 + d.IntN(len(word)-1)
		return Query{Op: opFuzzy, Text: word[:lost] + word[lost+1:], N: edits}, true
	}
}

// letters returns a random word of a random title that has only letters from a to z, as many as asked
// for.
func (d *drawer) letters(minLength, maxLength int) (string, bool) {
	words := slices.DeleteFunc(bench.ContentWords(d.paper().Paper.Title), func(w string) bool {
		return len(w) < minLength || len(w) > maxLength || strings.ContainsFunc(w, func(r rune) bool { return r < 'a' || r > 'z' })
	})
	if len(words) == 0 {
		return "", false
	}
	return words[d.IntN(len(words))], true
}

// similar returns a function that draws requests for papers similar to a random one by a number of
// terms.
func similar(terms int) func(*drawer) (Query, bool) {
	return func(d *drawer) (Query, bool) {
		p := d.paper()
		return Query{Op: opSimilar, Text: p.Paper.Title + " " + p.Paper.Abstract, N: terms, Number: p.Number}, p.Paper.Abstract != ""
	}
}

// commonShare is the share of all papers that a query of common words matches, if words occur
// independently of each other.
const commonShare = .45

// common returns random frequent words that match commonShare of all papers.
func (d *drawer) common() (Query, bool) {
	var words []string
	without := 1.0
	for _, i := range d.Perm(len(d.frequent)) {
		words = append(words, d.frequent[i].word)
		if without *= 1 - d.frequent[i].share; 1-without >= commonShare {
			return Query{Op: opAny, Text: strings.Join(words, " ")}, true
		}
	}
	return Query{Op: opAny, Text: strings.Join(words, " ")}, len(words) > 0
}

const (
	// frequentCount is the number of the most frequent words to make common queries from.
	frequentCount = 40
	// maxFrequentShare keeps a word from making a common query alone.
	maxFrequentShare = .2
)

// frequentWords returns the words of sampled papers that most papers have, except those in more than
// maxFrequentShare.
func frequentWords(ctx context.Context, papers []bench.Sampled, searcher index.Searcher) ([]frequentWord, error) {
	everything, err := searcher.Search(ctx, index.Request{})
	if err != nil {
		return nil, err
	}
	if everything.Total == 0 {
		return nil, errors.New("the index is empty")
	}
	df := map[string]int{}
	for _, p := range papers {
		for _, w := range bench.ContentWords(p.Paper.Title + " " + p.Paper.Abstract) {
			if plain(w) {
				df[w]++
			}
		}
	}
	words := slices.SortedFunc(maps.Keys(df), func(a, b string) int { return cmp.Or(cmp.Compare(df[b], df[a]), cmp.Compare(a, b)) })
	var frequent []frequentWord
	for _, w := range words[:min(2*frequentCount, len(words))] {
		found, err := searcher.Search(ctx, index.Request{Query: query.Query{Root: query.Word{Text: w}}})
		if err != nil {
			return nil, err
		}
		share := float64(found.Total) / float64(everything.Total)
		if share > 0 && share <= maxFrequentShare {
			frequent = append(frequent, frequentWord{w, share})
		}
	}
	return frequent[:min(frequentCount, len(frequent))], nil
}
