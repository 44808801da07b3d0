package embedded

import (
	"fmt"
	"slices"

	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/analysis"
)

// readPositions runs read, which reads positions of one of Bleve's fields and says from
// which lists. Its error is *damaged if read fails or what it has read was damaged.
func (p *part) readPositions(field string, read func() ([]zap.PostingsList, error)) error {
	var lists []zap.PostingsList
	err := panics.Recover("embedded.positions", func() (err error) { lists, err = read(); return err })
	if panics.Is(err) && p.checkAll() == nil {
		return err // not for damage of the file
	}
	if err == nil {
		err = panics.Recover("embedded.checksums", func() error { return p.checkLists(field, lists) })
	}
	if err != nil {
		return &damaged{p.id, err}
	}
	return nil
}

// checkAll compares the whole file.
func (p *part) checkAll() error {
	file, ok := p.segment.(mapped)
	if p.blocks == nil || !ok {
		return nil
	}
	data := file.Data()
	return panics.Recover("embedded.checksums", func() error { return p.blocks.check(data, fileRange{0, uint64(len(data))}) })
}

func (p *part) checkLists(field string, lists []zap.PostingsList) error {
	file, ok := p.segment.(mapped)
	if p.blocks == nil || !ok {
		return nil
	}
	data, dictionary := file.Data(), p.blocks.dictionaries[field]
	if at, err := file.DictAddr(field); err != nil || at != dictionary.from {
		return fmt.Errorf("dictionary of %s: %w", field, errChecksum)
	}
	if err := p.blocks.check(data, dictionary); err != nil {
		return fmt.Errorf("dictionary of %s: %w", field, err)
	}
	for _, list := range lists {
		r, err := p.blocks.rangeOf(data, list)
		if err == nil && r.to > 0 {
			err = p.blocks.check(data, r)
		}
		if err != nil {
			return fmt.Errorf("postings of %s: %w", field, err)
		}
	}
	return nil
}

// readCompound sets the candidates in which words stand next to each other, as far from
// the first as offsets says, and returns what it has read.
func (p *part) readCompound(words [][]pick, offsets []int, name string, candidates, into bitset) ([]zap.PostingsList, error) {
	readers, lists, err := p.stemReaders(words, name)
	if err != nil {
		return nil, err
	}
	var starts, next []int
	for doc := range candidates.each {
		for k, r := range readers {
			positions, err := r.positions(doc)
			if err != nil {
				return nil, err
			}
			next = next[:0]
			for _, position := range positions {
				start := position - offsets[k]
				if k == 0 || slices.Contains(starts, start) {
					next = append(next, start)
				}
			}
			starts, next = next, starts
		}
		if len(starts) > 0 {
			into.set(doc)
		}
	}
	return lists, nil
}

// stemReaders returns readers of some words in one of Bleve's fields, and the lists that
// they read.
func (p *part) stemReaders(words [][]pick, name string) ([]*stemReader, []zap.PostingsList, error) {
	dictionary, err := p.segment.Dictionary(name)
	if err != nil {
		return nil, nil, err
	}
	readers := make([]*stemReader, len(words))
	var lists []zap.PostingsList
	for k, picks := range words {
		if readers[k], lists, err = p.text.newStemReader(dictionary, picks, lists); err != nil {
			return nil, nil, err
		}
	}
	return readers, lists, nil
}

// readPhrase sets the candidates in which the tokens stand as they do in the query, and
// returns what it has read.
func (p *part) readPhrase(tokens []analysis.Token, name string, candidates, into bitset) ([]zap.PostingsList, error) {
	dictionary, err := p.segment.Dictionary(name)
	if err != nil {
		return nil, err
	}
	lists := make([]zap.PostingsList, len(tokens))
	iterators := make([]zap.PostingsIterator, len(tokens))
	for k, t := range tokens {
		if lists[k], err = dictionary.PostingsList([]byte(t.Form), nil, nil); err != nil {
			return nil, err
		}
		iterators[k] = lists[k].Iterator(true, false, true, nil)
	}
	var starts, next []int
	for doc := range candidates.each {
		for k, t := range tokens {
			found, err := iterators[k].Advance(uint64(doc))
			if err != nil {
				return nil, err
			}
			if found == nil || found.Number() != uint64(doc) {
				return nil, errPostings
			}
			next = next[:0]
			for _, l := range found.Locations() {
				start := int(l.Pos()) - t.Position
				if k == 0 || slices.Contains(starts, start) {
					next = append(next, start)
				}
			}
			starts, next = next, starts
		}
		if len(starts) > 0 {
			into.set(doc)
		}
	}
	return lists, nil
}

// damaged is the error of a search that a damaged segment cannot answer.
type damaged struct {
	id    uint64
	cause error
}

func (d *damaged) Error() string { return fmt.Sprintf("segment %x: %v", d.id, d.cause) }

func (d *damaged) Unwrap() []error { return []error{index.ErrDamaged, d.cause} }
