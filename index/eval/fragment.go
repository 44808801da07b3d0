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

// fragmentWords is how many words of a title a person remembers.
const fragmentWords = 3

// Titled is a paper by its number.
type Titled struct {
	Number data.Number
	Title  string
}

// TitleFragments is the known-item test of papers: of each title of three words
// or more, three consecutive ones at a random place, as they stand, are a query
// whose one relevant document is the paper's number. Of one relevant document
// the average precision is 1/rank, so that the MAP of the report is the mean
// reciprocal rank. Equal papers and seeds make equal queries.
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

// ByNumber asks a searcher as a person would, and names papers by their numbers.
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
