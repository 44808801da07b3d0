package segment

import (
	"strings"
	"sync"

	"paperboy/index"
	"paperboy/index/embedded/schema"
)

// Interner gives ordinals to strings, for all segments of an open index, so that counting a
// value is adding to a slice. It only grows: a value that has left the index keeps its ordinal
// until the index is opened again.
type Interner struct {
	mu       sync.RWMutex // guards what follows
	ordinals map[string]uint32
	values   []string
	// display holds how people write a value, if that differs from the value.
	display map[uint32]string
	// keys holds index.NameKey of the first values, as far as they were needed.
	keys []string
	// value returns the value of a name. It is nil if names are values.
	value func(name string) string
}

// FacetInterners are those of the facets without fixed buckets (schema.ValueFacet).
type FacetInterners [schema.ValueFacets]*Interner

func newInterner(value func(string) string) *Interner {
	return &Interner{ordinals: map[string]uint32{}, display: map[uint32]string{}, value: value}
}

func newFacetInterners() *FacetInterners {
	t := &FacetInterners{}
	for i := range t {
		t[i] = newInterner(schema.ValueFacet(i).Value)
	}
	return t
}

// internName returns the ordinal of a name's value; ok is false if the value is empty.
func (t *Interner) internName(name []byte) (ord uint32, ok bool) {
	if len(name) == 0 {
		return 0, false
	}
	if t.value == nil {
		return t.Intern(name), true
	}
	value := t.value(string(name))
	if value == "" {
		return 0, false
	}
	t.mu.RLock()
	ord, known := t.ordinals[value]
	t.mu.RUnlock()
	if known {
		return ord, true
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	ord = t.add(value)
	if _, named := t.display[ord]; !named && string(name) != value {
		t.display[ord] = string(name)
	}
	return ord, true
}

// Intern returns the ordinal of a value, and gives it one if it is new.
func (t *Interner) Intern(value []byte) uint32 {
	t.mu.RLock()
	ord, known := t.ordinals[string(value)]
	t.mu.RUnlock()
	if known {
		return ord
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.add(string(value))
}

func (t *Interner) add(value string) uint32 {
	if ord, known := t.ordinals[value]; known {
		return ord
	}
	ord := uint32(len(t.values))
	value = strings.Clone(value)
	t.ordinals[value] = ord
	t.values = append(t.values, value)
	return ord
}

// SortKeys returns index.NameKey of the values seen so far, by ordinal.
func (t *Interner) SortKeys() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, value := range t.values[len(t.keys):] {
		t.keys = append(t.keys, index.NameKey(value))
	}
	return t.keys[:len(t.keys):len(t.keys)]
}

// Lookup returns the ordinal of a value if it has one.
func (t *Interner) Lookup(value string) (uint32, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	ord, ok := t.ordinals[value]
	return ord, ok
}

// valueOf returns the value of an ordinal.
func (t *Interner) valueOf(ord uint32) string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.values[ord]
}

// Values returns the values seen so far, by ordinal. Later values do not appear in the result.
func (t *Interner) Values() []string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.values[:len(t.values):len(t.values)]
}

// ValueList is an Interner as it was at one time. A search that counts takes one list of each
// Interner once it has its snapshot: the Interners grow while other segments are read, and the
// workers of the search would count by different ordinals. Values that came later count 0.
type ValueList struct {
	Interner *Interner
	Values   []string
}

// List returns the values seen so far.
func (t *Interner) List() ValueList { return ValueList{t, t.Values()} }

// Lists returns the current ValueList of each facet.
func (t *FacetInterners) Lists() (lists [schema.ValueFacets]ValueList) {
	for i := range t {
		lists[i] = t[i].List()
	}
	return lists
}

// Lookup returns the ordinal of a value if the list has it.
func (l ValueList) Lookup(value string) (uint32, bool) {
	ord, ok := l.Interner.Lookup(value)
	return ord, ok && int(ord) < len(l.Values)
}

// Spellings returns the ordinals of the values that index.SameValue calls the same as value.
func (l ValueList) Spellings(facet index.Facet, value string) (ordinals []uint32) {
	if value == index.Unknown {
		return nil
	}
	normal := index.NormalizeValue(facet, value)
	if facet == index.FacetAuthor { // whose values are normalized
		if ord, ok := l.Lookup(normal); ok {
			ordinals = append(ordinals, ord)
		}
		return ordinals
	}
	for ord, name := range l.Values {
		if name == value || index.NormalizeValue(facet, name) == normal {
			ordinals = append(ordinals, uint32(ord))
		}
	}
	return ordinals
}

// DisplayName returns how people write the value of an ordinal.
func (t *Interner) DisplayName(ord uint32) string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if d, ok := t.display[ord]; ok {
		return d
	}
	return t.values[ord]
}
