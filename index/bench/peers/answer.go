package peers

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/bench"
	"paperboy/index/query"
)

// hits is the number of hits that a query asks for, and of values of the facet of authors.
const hits = 10

// Answer is Paperboy's side of the protocol: it answers the queries of a file from a library, as the
// commands say, until there are no more.
func Answer(ctx context.Context, l bench.Library, queries string, commands io.Reader, out io.Writer) error {
	f, err := os.Open(queries)
	if err != nil {
		return err
	}
	defer f.Close()
	parsed, err := read(f)
	if err != nil {
		return err
	}
	if len(parsed) == 0 {
		return fmt.Errorf("%s is empty", queries)
	}
	a := answerer{l, map[string][]bench.Query{}}
	if err := a.first(ctx, parsed[0], out); err != nil {
		return err
	}
	for _, q := range parsed {
		prepared, err := a.prepare(ctx, q)
		if err != nil {
			return err
		}
		a.rows[q.Row] = append(a.rows[q.Row], prepared)
	}
	lines := bufio.NewScanner(commands)
	for lines.Scan() {
		if err := a.command(ctx, strings.Split(lines.Text(), "\t"), out); err != nil {
			return err
		}
	}
	return lines.Err()
}

// An answerer answers prepared queries by row.
type answerer struct {
	bench.Library
	rows map[string][]bench.Query
}

func (a answerer) first(ctx context.Context, q Query, out io.Writer) error {
	prepared, err := a.prepare(ctx, q)
	if err != nil {
		return err
	}
	found, err := prepared.Ask(ctx, a.Engine)
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(map[string]int{"found": found})
}

// prepare returns a query as the engine takes it.
func (a answerer) prepare(ctx context.Context, q Query) (bench.Query, error) {
	if q.Op == opSimilar {
		return a.similar(ctx, q)
	}
	r := index.Request{Limit: hits}
	switch q.Op {
	case opAny, opAll:
		r.Match = index.MatchAny
		if q.Op == opAll {
			r.Match = index.MatchAll
		}
		var and query.And
		for word := range strings.FieldsSeq(q.Text) {
			and.Nodes = append(and.Nodes, query.Word{Text: word})
		}
		r.Query.Root = and
	case opPhrase:
		r.Query.Root = query.Phrase{Text: q.Text}
	case opPrefix:
		r.Query.Root = query.Prefix{Text: q.Text}
	case opFuzzy:
		r.Query.Root = query.Fuzzy{Text: q.Text}
	case opEverything:
	default:
		return bench.Query{}, fmt.Errorf("unknown op %q", q.Op)
	}
	if q.Year > 0 {
		r.Filter.Values = map[index.Facet][]string{index.FacetDate: {strconv.Itoa(q.Year)}}
	}
	if q.Facets {
		r.Facets, r.FacetLimit = []index.Facet{index.FacetDate, index.FacetAuthorCount, index.FacetAuthor}, hits
	}
	return bench.Query{Search: r}, nil
}

// similar returns a request for papers similar to one, by at most similarTerms terms.
func (a answerer) similar(ctx context.Context, q Query) (bench.Query, error) {
	papers, err := a.Store.Papers(ctx, []data.Number{q.Number})
	if err != nil {
		return bench.Query{}, err
	}
	request, err := bench.SimilarTo(ctx, bench.Sampled{Number: q.Number, Paper: papers[q.Number]})
	if err != nil {
		return bench.Query{}, err
	}
	request.MaxTerms, request.Limit = similarTerms, hits
	return bench.Query{Similar: &request}, nil
}

// command executes a command.
func (a answerer) command(ctx context.Context, words []string, out io.Writer) error {
	var answer any
	var err error
	switch {
	case words[0] == "warm" && len(words) == 3:
		answer, err = a.warm(ctx, words[1], words[2])
	case words[0] == "run" && len(words) == 5:
		answer, err = a.run(ctx, words[1], words[2:])
	default:
		err = fmt.Errorf("unknown command %q", words)
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(out).Encode(answer)
}

// warm runs the queries of a row, again and again, for a number of seconds of processor time.
func (a answerer) warm(ctx context.Context, row, seconds string) (any, error) {
	limit, err := strconv.ParseFloat(seconds, 64)
	if err != nil || len(a.rows[row]) == 0 {
		return nil, fmt.Errorf("warm %q for %q s: no such row or time", row, seconds)
	}
	begin, err := processTime(0)
	queries := 0
	for now := begin; err == nil && (now-begin).Seconds() < limit; queries++ {
		if _, err := a.rows[row][queries%len(a.rows[row])].Ask(ctx, a.Engine); err != nil {
			return nil, err
		}
		now, err = processTime(0)
	}
	return map[string]int{"queries": queries}, err
}

// ran is the answer to the command run.
type ran struct {
	Wall  int64   `json:"wall_ns"`
	CPU   []int64 `json:"cpu_ns"` // of the process, thus right for one caller only
	Found []int   `json:"found"`
}

// run runs queries of a row with concurrent callers. numbers are the first, the one after the last, and
// the number of callers.
func (a answerer) run(ctx context.Context, row string, numbers []string) (any, error) {
	from, err1 := strconv.Atoi(numbers[0])
	to, err2 := strconv.Atoi(numbers[1])
	callers, err3 := strconv.Atoi(numbers[2])
	queries := a.rows[row]
	if err1 != nil || err2 != nil || err3 != nil || from < 0 || from > to || len(queries) == 0 {
		return nil, fmt.Errorf("run %q %q: no such row or numbers", row, numbers)
	}
	queries = queries[min(from, len(queries)):min(to, len(queries))]
	answer := ran{CPU: make([]int64, len(queries)), Found: make([]int, len(queries))}
	begin := time.Now()
	group, ctx := errgroup.WithContext(ctx)
	var next atomic.Int64
	for range callers {
		group.Go(func() error {
			for i := int(next.Add(1)) - 1; i < len(queries); i = int(next.Add(1)) - 1 {
				before, err := processTime(0)
				if err != nil {
					return err
				}
				if answer.Found[i], err = queries[i].Ask(ctx, a.Engine); err != nil {
					return err
				}
				after, err := processTime(0)
				if err != nil {
					return err
				}
				answer.CPU[i] = int64(after - before)
			}
			return nil
		})
	}
	err := group.Wait()
	answer.Wall = time.Since(begin).Nanoseconds()
	return answer, err
}
