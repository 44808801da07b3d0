package snapshot

import (
	"fmt"
	"slices"

	zap "github.com/blevesearch/scorch_segment_api/v2"

	"paperboy/data/panics"
	"paperboy/index"
	"paperboy/index/analysis"
	"paperboy/index/embedded/bitset"
	"paperboy/index/embedded/segment"
)

// ReadPositions runs read, which reads positions from a field of Bleve's file and returns the
// lists it read. The error is a *DamageError if read fails or what it read was damaged.
func (s *Segment) ReadPositions(field string, read func() ([]zap.PostingsList, error)) error {
	var lists []zap.PostingsList
	err := panics.Recover("embedded.positions", func() (err error) { lists, err = read(); return err })
	if panics.Is(err) && s.checkAll() == nil {
		return err // not because of damage
	}
	if err == nil {
		err = panics.Recover("embedded.checksums", func() error { return s.checkLists(field, lists) })
	}
	if err != nil {
		return &DamageError{s.ID, err}
	}
	return nil
}

// checkAll compares the whole file with its checksums.
func (s *Segment) checkAll() error {
	file, ok := s.Bleve.(segment.File)
	if s.Checksums == nil || !ok {
		return nil
	}
	data := file.Data()
	return panics.Recover("embedded.checksums", func() error { return s.Checksums.Check(data, segment.Range{From: 0, To: uint64(len(data))}) })
}

func (s *Segment) checkLists(field string, lists []zap.PostingsList) error {
	file, ok := s.Bleve.(segment.File)
	if s.Checksums == nil || !ok {
		return nil
	}
	data, dictionary := file.Data(), s.Checksums.Dictionaries[field]
	if at, err := file.DictAddr(field); err != nil || at != dictionary.From {
		return fmt.Errorf("dictionary of %s: %w", field, segment.ErrChecksum)
	}
	if err := s.Checksums.Check(data, dictionary); err != nil {
		return fmt.Errorf("dictionary of %s: %w", field, err)
	}
	for _, list := range lists {
		r, err := s.Checksums.ListRange(data, list)
		if err == nil && r.To > 0 {
			err = s.Checksums.Check(data, r)
		}
		if err != nil {
			return fmt.Errorf("postings of %s: %w", field, err)
		}
	}
	return nil
}

// MatchCompound adds to into the candidates in which words are at offsets from each other, and
// returns the lists it read.
func (s *Segment) MatchCompound(words [][]segment.Pick, offsets []int, name string, candidates, into bitset.Set) ([]zap.PostingsList, error) {
	readers, lists, err := s.PositionReaders(words, name)
	if err != nil {
		return nil, err
	}
	var starts, next []int
	for doc := range candidates.Each {
		for k, r := range readers {
			positions, err := r.Positions(doc)
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
			into.Add(doc)
		}
	}
	return lists, nil
}

// PositionReaders returns a reader for each of words in a field of Bleve's file, and the lists
// that they read.
func (s *Segment) PositionReaders(words [][]segment.Pick, name string) ([]*segment.PositionReader, []zap.PostingsList, error) {
	dictionary, err := s.Bleve.Dictionary(name)
	if err != nil {
		return nil, nil, err
	}
	readers := make([]*segment.PositionReader, len(words))
	var lists []zap.PostingsList
	for k, picks := range words {
		if readers[k], lists, err = s.Text.NewPositionReader(dictionary, picks, lists); err != nil {
			return nil, nil, err
		}
	}
	return readers, lists, nil
}

// MatchPhrase adds to into the candidates in which tokens are as far from each other as in the
// query, and returns the lists it read.
func (s *Segment) MatchPhrase(tokens []analysis.Token, name string, candidates, into bitset.Set) ([]zap.PostingsList, error) {
	dictionary, err := s.Bleve.Dictionary(name)
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
	for doc := range candidates.Each {
		for k, t := range tokens {
			found, err := iterators[k].Advance(uint64(doc))
			if err != nil {
				return nil, err
			}
			if found == nil || found.Number() != uint64(doc) {
				return nil, segment.ErrPostings
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
			into.Add(doc)
		}
	}
	return lists, nil
}

// DamageError is the error of a search that a damaged segment cannot answer. It wraps
// index.ErrDamaged and Cause.
type DamageError struct {
	ID    uint64
	Cause error
}

func (d *DamageError) Error() string { return fmt.Sprintf("segment %x: %v", d.ID, d.Cause) }

func (d *DamageError) Unwrap() []error { return []error{index.ErrDamaged, d.Cause} }
