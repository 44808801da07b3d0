package segment

import (
	"strings"
	"sync"

	"paperboy/index"
	"paperboy/index/embedded/schema"
)

// Interner gives ordinals to strings, for all lanes of an open index, so that
// counting is adding to a slice. It only grows: what left the index keeps its
// ordinal until the index is opened anew.
type Interner struct {
	mu       sync.RWMutex // guards what follows
	ordinals map[string]uint32
	values   []string
	// display holds how a person writes a value, where that differs.
	display map[uint32]string
	// keys holds index.NameKey of the first values, once they were asked for.
	keys []string
	// value makes a name's value; nil where the name is the value.
	value func(name string) string
}

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

// internName is that of a name's value; ok is false where the value is empty.
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

// Intern is the ordinal of a value.
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

// SortKeys are index.NameKey of the values seen so far, by ordinal.
func (t *Interner) SortKeys() []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, value := range t.values[len(t.keys):] {
		t.keys = append(t.keys, index.NameKey(value))
	}
	return t.keys[:len(t.keys):len(t.keys)]
}

// Lookup is the ordinal of a value that was seen.
func (t *Interner) Lookup(value string) (uint32, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	ord, ok := t.ordinals[value]
	return ord, ok
}

// valueOf is the value of an ordinal.
func (t *Interner) valueOf(ord uint32) string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.values[ord]
}

// Values are the values seen so far, by ordinal; later ones do not join them.
func (t *Interner) Values() []string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	return t.values[:len(t.values):len(t.values)]
}

// ValueList is a table as it was at one time. A search that counts takes one list of
// each table once it has its view, and asks no more: the tables grow while other
// lanes are read, and its workers would count by different ordinals. What its view
// does not have yet counts 0.
type ValueList struct {
	Interner *Interner
	Values   []string
}

func (t *Interner) List() ValueList { return ValueList{t, t.Values()} }

// Lists are those of all tables.
func (t *FacetInterners) Lists() (lists [schema.ValueFacets]ValueList) {
	for i := range t {
		lists[i] = t[i].List()
	}
	return lists
}

// Lookup is the ordinal of a value that was seen by then.
func (l ValueList) Lookup(value string) (uint32, bool) {
	ord, ok := l.Interner.Lookup(value)
	return ord, ok && int(ord) < len(l.Values)
}

// Spellings are the ordinals of the values that differ from value in case and spelling only.
func (l ValueList) Spellings(facet index.Facet, value string) (ordinals []uint32) {
	if value == index.Unknown {
		return nil
	}
	normal := index.NormalizeValue(facet, value)
	if facet == index.FacetAuthor { // whose values are folded
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

// DisplayName is how a person writes the value of an ordinal.
func (t *Interner) DisplayName(ord uint32) string {
	t.mu.RLock()
	defer t.mu.RUnlock()
	if d, ok := t.display[ord]; ok {
		return d
	}
	return t.values[ord]
}
