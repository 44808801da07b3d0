package peers

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"paperboy/data"
)

// A Query is a query of a row.
type Query struct {
	Row, Op string
	// Text is what Op asks for: words, a phrase, a prefix, or the title and abstract of a paper.
	Text string
	// Facets asks for the facets of years, numbers of authors and authors.
	Facets bool
	// Year restricts opEverything; 0: any.
	Year int
	// N is the number of edits of a fuzzy word, or of terms for similar papers.
	N int
	// Number is the paper to find similar ones to.
	Number data.Number
}

// columns is the number of columns of a query in a file.
const columns = 7

// write writes queries to a file, one a line, with columns separated by tabs.
func write(path string, queries []Query) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	out := bufio.NewWriter(f)
	for _, q := range queries {
		facets := 0
		if q.Facets {
			facets = 1
		}
		fmt.Fprintf(out, "%s\t%s\t%s\t%d\t%d\t%d\t%d\n", q.Row, q.Op, column(q.Text), facets, q.Year, q.N, q.Number)
	}
	return out.Flush()
}

// column returns a text without characters that separate lines or columns.
func column(text string) string {
	return strings.Map(func(r rune) rune {
		if r == '\t' || r == '\n' || r == '\r' || r == separator {
			return ' '
		}
		return r
	}, text)
}

// read reads queries as written by write.
func read(from io.Reader) ([]Query, error) {
	var queries []Query
	lines := bufio.NewReader(from)
	for {
		line, err := lines.ReadString('\n')
		if errors.Is(err, io.EOF) && line == "" {
			return queries, nil
		}
		if err != nil {
			return nil, err
		}
		q, err := parse(strings.TrimSuffix(line, "\n"))
		if err != nil {
			return nil, fmt.Errorf("query %d: %w", len(queries)+1, err)
		}
		queries = append(queries, q)
	}
}

func parse(line string) (Query, error) {
	c := strings.Split(line, "\t")
	if len(c) != columns {
		return Query{}, fmt.Errorf("%d columns instead of %d", len(c), columns)
	}
	year, err1 := strconv.Atoi(c[4])
	n, err2 := strconv.Atoi(c[5])
	number, err3 := strconv.ParseUint(c[6], 10, 32)
	return Query{c[0], c[1], c[2], c[3] == "1", year, n, data.Number(number)}, errors.Join(err1, err2, err3)
}
