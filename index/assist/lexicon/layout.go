package lexicon

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"paperboy/data"
	"paperboy/index"
	"paperboy/index/embedded/mapped"
)

// layoutVersion is part of the identity of a file. Raise it when the sections below change, or what
// they hold for the same papers: the words of titles, the stems, the keys of authors, the acronyms
// or the phrases. TestLayout fails if that is forgotten.
const layoutVersion = 1

// A file has a section of numbers (fixedNumbers, then the number of live papers of each part), the
// result for the last month as JSON, the short forms, how papers write them, the names of venues, and
// then the slices of each part.
const (
	fixedSections = 5
	fixedNumbers  = 3 // the sequence, the last month and the number of parts
)

// sections passes over the slices of a snapshot: it collects their memory to write a file, or sets
// them to the sections of one.
type sections struct {
	list [][]byte
	file *mapped.File // nil while writing
	next int
	err  error
}

// section adds the memory of a slice, or sets the slice to the next section.
func section[T any](s *sections, slice *[]T) {
	if s.file == nil {
		s.list = append(s.list, mapped.Bytes(*slice))
		return
	}
	if s.err == nil && s.next >= s.file.Sections() {
		s.err = mapped.ErrUnfit
	}
	if s.err == nil {
		*slice, s.err = mapped.View[T](s.file.Section(s.next))
		s.next++
	}
}

func (p *part) pass(s *sections) {
	section(s, &p.numbers)
	section(s, &p.months)
	section(s, &p.starts)
	p.titles.pass(s)
	section(s, &p.segment.phrases.list)
	p.written.pass(s)
	p.authors.pass(s)
	p.acronyms.pass(s)
	section(s, &p.dead)
	if p.dead != nil { // otherwise they are those of the segment
		section(s, &p.papers)
		section(s, &p.defining)
	}
}

func (x *suffixes) pass(s *sections) {
	section(s, &x.blob)
	section(s, &x.at)
	section(s, &x.owners)
}

func (t *tags) pass(s *sections) {
	t.suffixes.pass(s)
	section(s, &t.respelled)
	section(s, &t.keys)
	t.names.pass(s)
	section(s, &t.papers)
	section(s, &t.start)
	section(s, &t.ord)
}

func (n *names) pass(s *sections) {
	section(s, &n.blob)
	section(s, &n.ends)
}

// layOut returns the sections of a file of a snapshot.
func (s *snapshot) layOut() ([][]byte, error) {
	month := s.lastMonth()
	rising, err := s.encodeRising(month)
	if err != nil {
		return nil, err
	}
	numbers := []uint64{uint64(s.sequence), uint64(month), uint64(len(s.parts))}
	for i := range s.parts {
		numbers = append(numbers, uint64(s.parts[i].live))
	}
	shorts := sortedKeys(s.written)
	counts := make([]writing, len(shorts))
	for i, short := range shorts {
		counts[i] = s.written[short]
	}
	list := sections{list: [][]byte{mapped.Bytes(numbers), rising, joinLines(shorts), mapped.Bytes(counts), joinLines(sortedKeys(s.venues))}}
	for i := range s.parts {
		s.parts[i].pass(&list)
	}
	return list.list, nil
}

// encodeRising returns what rose in a month, nil if that was not computed.
func (s *snapshot) encodeRising(month uint16) ([]byte, error) {
	s.memo.Lock()
	defer s.memo.Unlock()
	if rising, ok := s.memo.rising[month]; ok {
		return json.Marshal(rising)
	}
	return nil, nil
}

// decodeRising sets what encodeRising returned of the last month.
func (s *snapshot) decodeRising(last uint16, encoded []byte) error {
	s.memo.last = &last
	if len(encoded) == 0 {
		return nil
	}
	var rising index.RisingResult
	if err := json.Unmarshal(encoded, &rising); err != nil {
		return fmt.Errorf("%w: %w", mapped.ErrUnfit, err)
	}
	s.memo.rising = map[uint16]index.RisingResult{last: rising}
	return nil
}

// snapshotOf returns the snapshot that is in a file, whose memory it uses. An error wraps
// mapped.ErrUnfit.
func snapshotOf(f *mapped.File) (*snapshot, error) {
	if f.Sections() < fixedSections {
		return nil, mapped.ErrUnfit
	}
	numbers, err := mapped.View[uint64](f.Section(0))
	if err != nil || len(numbers) < fixedNumbers || numbers[2] != uint64(len(numbers)-fixedNumbers) {
		return nil, mapped.ErrUnfit
	}
	counts, err := mapped.View[writing](f.Section(3))
	if err != nil {
		return nil, err
	}
	s := &snapshot{sequence: data.Sequence(numbers[0]), written: map[string]writing{}, venues: venueNames{}}
	if err := s.decodeRising(uint16(numbers[1]), f.Section(1)); err != nil {
		return nil, err
	}
	shorts := splitLines(f.Section(2))
	if len(shorts) != len(counts) {
		return nil, mapped.ErrUnfit
	}
	for i, short := range shorts {
		s.written[short] = counts[i]
	}
	for _, venue := range splitLines(f.Section(4)) {
		s.venues[venue] = true
	}
	rest := sections{file: f, next: fixedSections}
	for _, live := range numbers[fixedNumbers:] {
		s.parts = append(s.parts, partOf(f, &rest, int(live)))
	}
	if rest.err == nil && rest.next != f.Sections() {
		rest.err = mapped.ErrUnfit
	}
	return s, rest.err
}

// partOf returns the part that the next sections hold.
func partOf(f *mapped.File, rest *sections, live int) part {
	p := part{segment: &segment{file: f}, live: live}
	p.pass(rest)
	p.segment.phrases.suffixes = p.titles
	if p.dead == nil {
		p.papers, p.defining = p.authors.papers, p.acronyms.papers
	}
	n := p.len()
	if len(p.months) != n || len(p.starts) != n || len(p.written.ends) != n || len(p.authors.start) != n+1 || len(p.acronyms.start) != n+1 || live > n {
		rest.err = mapped.ErrUnfit
	}
	return p
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for key := range m {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// joinLines returns texts, none of which has a line feed, each followed by one.
func joinLines(texts []string) []byte {
	var b []byte
	for _, text := range texts {
		b = append(append(b, text...), end)
	}
	return b
}

// splitLines returns the texts that joinLines joined, in memory of their own.
func splitLines(b []byte) []string {
	if len(b) == 0 {
		return nil
	}
	return strings.Split(strings.TrimSuffix(string(b), string(end)), string(end))
}
