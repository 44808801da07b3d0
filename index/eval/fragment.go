package eval

import (
	"context"
	"math/rand/v2"
	"strconv"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/query"
)

// fragmentWords is the number of words of a title in a query of TitleFragments.
const fragmentWords = 3

// Titled is the number and title of a paper.
type Titled struct {
	Number data.Number
	Title  string
}

// TitleFragments returns a known-item test. For each title of three words or more it has a
// query of three consecutive words, chosen at random and spelled as in the title. The only
// relevant document is the paper, identified by its number. The average precision of a
// query is therefore 1/rank, and the MAP of a report is the mean reciprocal rank. The same
// papers and seed give the same queries.
func TitleFragments(papers []Titled, seed uint64) *Collection {
	random := rand.New(rand.NewPCG(seed, 0))
	c := &Collection{Folder: "title fragments"}
	var words []analysis.Token
	for _, p := range papers {
		words = analysis.QueryTokens(words[:0], p.Title)
		if len(words) < fragmentWords {
			continue
		}
		first := random.IntN(len(words) - fragmentWords + 1)
		id := strconv.Itoa(int(p.Number))
		c.Queries = append(c.Queries, Query{
			ID:     id,
			Text:   p.Title[words[first].Start:words[first+fragmentWords-1].End],
			Grades: map[string]int{id: 1},
		})
	}
	return c
}

// ByNumber returns a Search that searches like a user, with the defaults. Document ids are the
// papers' numbers.
func ByNumber(searcher index.Searcher) Search {
	return func(ctx context.Context, text string, limit int) ([]string, error) {
		result, err := searcher.Search(ctx, index.Request{Query: query.Parse(text), Limit: limit})
		if err != nil {
			return nil, err
		}
		ids := make([]string, len(result.Hits))
		for i, hit := range result.Hits {
			ids[i] = strconv.Itoa(int(hit.Number))
		}
		return ids, nil
	}
}
