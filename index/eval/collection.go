package eval

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// DefaultQrels is the default file of judgments.
const DefaultQrels = "test.tsv"

// maxLine is the maximum length of a line in a collection's files, in bytes.
const maxLine = 16 << 20

// ErrNoCollection means that a folder lacks the files of a collection.
var ErrNoCollection = errors.New("no collection in BEIR layout")

// A Collection is a test collection: a folder with corpus.jsonl, queries.jsonl and
// qrels/*.tsv (github.com/beir-cellar/beir).
type Collection struct {
	Folder string
	// Qrels is the name of the file of judgments.
	Qrels string
	// Queries holds the queries with at least one relevant document, in the order of the
	// file.
	Queries []Query
}

// A Query is a query with judgments of documents.
type Query struct {
	ID, Text string
	// Grades holds the grades of the judged documents, by id. Documents with grades above
	// 0 are relevant.
	Grades map[string]int
}

// A Document is an entry of a corpus.
type Document struct {
	ID    string `json:"_id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// Open reads the queries and judgments of a collection. qrels is the name of the file of
// judgments in the folder qrels; if it is empty, DefaultQrels. If the folder is not a
// collection, the error wraps ErrNoCollection. Other errors name the file and line.
func Open(folder, qrels string) (*Collection, error) {
	if qrels == "" {
		qrels = DefaultQrels
	}
	c := &Collection{Folder: folder, Qrels: qrels}
	if _, err := os.Stat(c.path("corpus.jsonl")); err != nil {
		return nil, fmt.Errorf("open collection %s: %w: want corpus.jsonl, queries.jsonl and qrels/%s", folder, ErrNoCollection, qrels)
	}
	grades, err := c.grades()
	if err != nil {
		return nil, fmt.Errorf("open collection %s: %w", folder, err)
	}
	for line, err := range lines(c.path("queries.jsonl")) {
		var q struct {
			ID   string `json:"_id"`
			Text string `json:"text"`
		}
		if err == nil {
			err = line.decode(&q)
		}
		if err != nil {
			return nil, fmt.Errorf("open collection %s: %w", folder, err)
		}
		if relevant(grades[q.ID]) > 0 {
			c.Queries = append(c.Queries, Query{q.ID, q.Text, grades[q.ID]})
		}
	}
	if len(c.Queries) == 0 {
		return nil, fmt.Errorf("open collection %s: %w: no query has a relevant document in qrels/%s", folder, ErrNoCollection, qrels)
	}
	return c, nil
}

// Documents yields the documents in the order of the file. It stops after the first error.
func (c *Collection) Documents() iter.Seq2[Document, error] {
	return func(yield func(Document, error) bool) {
		for line, err := range lines(c.path("corpus.jsonl")) {
			var d Document
			if err == nil {
				err = line.decode(&d)
			}
			if err == nil && d.ID == "" {
				err = fmt.Errorf("%s: line %d: no _id", line.file, line.number)
			}
			if !yield(d, err) || err != nil {
				return
			}
		}
	}
}

func (c *Collection) path(name string) string { return filepath.Join(c.Folder, name) }

// grades reads the judgments: after a header, lines of query, document and grade, separated by
// tabs. It returns grades by query and document.
func (c *Collection) grades() (map[string]map[string]int, error) {
	all := make(map[string]map[string]int)
	for line, err := range lines(c.path(filepath.Join("qrels", c.Qrels))) {
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("%w: %w", ErrNoCollection, err)
		}
		if err != nil {
			return nil, err
		}
		fields := strings.Split(string(line.text), "\t")
		if len(fields) != 3 {
			return nil, fmt.Errorf("%s: line %d: want query, document and grade, separated by tabs", line.file, line.number)
		}
		grade, err := strconv.Atoi(strings.TrimSpace(fields[2]))
		if err != nil {
			if line.number == 1 {
				continue
			}
			return nil, fmt.Errorf("%s: line %d: the grade %q is not a number", line.file, line.number, fields[2])
		}
		if all[fields[0]] == nil {
			all[fields[0]] = make(map[string]int)
		}
		all[fields[0]][fields[1]] = grade
	}
	return all, nil
}

// A line is a line of a file.
type line struct {
	file   string
	number int // from 1
	text   []byte
}

// decode decodes a line of JSON.
func (l line) decode(into any) error {
	if err := json.Unmarshal(l.text, into); err != nil {
		return fmt.Errorf("%s: line %d: %w", l.file, l.number, err)
	}
	return nil
}

// lines yields the non-empty lines of a file. A line is valid until the next one. lines stops
// after the first error.
func lines(path string) iter.Seq2[line, error] {
	return func(yield func(line, error) bool) {
		f, err := os.Open(path)
		if err != nil {
			yield(line{}, err)
			return
		}
		defer f.Close()
		l := line{file: filepath.Base(path)}
		scanner := bufio.NewScanner(io.Reader(f))
		scanner.Buffer(make([]byte, 0, 64<<10), maxLine)
		for scanner.Scan() {
			l.number++
			if l.text = scanner.Bytes(); len(l.text) > 0 && !yield(l, nil) {
				return
			}
		}
		if err := scanner.Err(); err != nil {
			yield(line{}, fmt.Errorf("%s: line %d: %w", l.file, l.number+1, err))
		}
	}
}
