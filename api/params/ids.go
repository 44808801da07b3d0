package params

import (
	"strings"

	"paperboy/api/fault"
	"paperboy/data"
)

// idSchema is the JSON schema of a paper's id.
var idSchema = map[string]any{"type": "string", "maxLength": data.MaxIDBytes}

// IDs makes a repeatable parameter for ids of papers, in any usual spelling.
func IDs[T any](name, doc string, field func(*T) *[]data.ID) Param[T] {
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Repeat: true, Schema: idSchema},
		Set: func(p *T, s string) *fault.Error {
			id, f := readID(name, s, len(*field(p)))
			if f == nil {
				*field(p) = append(*field(p), id)
			}
			return f
		},
		Get: func(p *T) []string {
			var ids []string
			for _, id := range *field(p) {
				ids = append(ids, string(id))
			}
			return ids
		},
	}
}

// ID makes a parameter for the id of a paper, in any usual spelling.
func ID[T any](name, doc string, field func(*T) *data.ID) Param[T] {
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Schema: idSchema},
		Set: func(p *T, s string) *fault.Error {
			id, f := readID(name, s, 0)
			if f == nil {
				*field(p) = id
			}
			return f
		},
		Get: func(p *T) []string { return nonEmpty(string(*field(p))) },
	}
}

func readID(name, s string, already int) (data.ID, *fault.Error) {
	if f := CheckValue(name, s, already); f != nil {
		return "", f
	}
	id, err := data.ParseID(s)
	if err != nil {
		return "", fault.New(fault.InvalidID, name, "want the id of a paper, such as arxiv:2203.03850")
	}
	return id, nil
}

// CheckValue returns an error if a value is too long, or if the parameter has the maximum number of
// values already. Otherwise it returns nil.
func CheckValue(name, value string, already int) *fault.Error {
	switch {
	case already >= maxValues:
		return fault.New(fault.TooManyValues, name, "%s has more than %d values", name, maxValues)
	case len(value) > MaxValueLength:
		return fault.New(fault.TooLong, name, "%s is longer than %d bytes", name, MaxValueLength)
	}
	return nil
}

// IDList is like [IDs], but each value may have several ids, separated by commas.
func IDList[T any](name, doc string, field func(*T) *[]data.ID) Param[T] {
	row := IDs(name, doc, field)
	one := row.Set
	row.Schema = map[string]any{"type": "string"}
	row.Set = func(p *T, s string) *fault.Error {
		for _, id := range strings.Split(s, ",") {
			if id = strings.TrimSpace(id); id == "" {
				continue
			}
			if f := one(p, id); f != nil {
				return f
			}
		}
		return nil
	}
	return row
}

// Words makes a repeatable parameter for words or terms.
func Words[T any](name, doc string, field func(*T) *[]string) Param[T] {
	return Param[T]{
		Doc: Doc{Name: name, Text: doc, Repeat: true, Schema: map[string]any{"type": "string", "maxLength": MaxValueLength}},
		Set: func(p *T, s string) *fault.Error {
			f := CheckValue(name, s, len(*field(p)))
			if f == nil {
				*field(p) = append(*field(p), s)
			}
			return f
		},
		Get: func(p *T) []string { return *field(p) },
	}
}

// ParseIDs reads the ids in the field of a body with the given name, which errors mention.
func ParseIDs[S ~string](name string, spelled []S) ([]data.ID, error) {
	var ids []data.ID
	row := IDs(name, "", func(p *[]data.ID) *[]data.ID { return p })
	for _, s := range spelled {
		if f := row.Set(&ids, string(s)); f != nil {
			return nil, f.Quote(name, string(s))
		}
	}
	return ids, nil
}

// ParseID reads an id in any usual spelling. param is where it was given, which may be empty.
func ParseID(param, s string) (data.ID, error) {
	id, err := data.ParseID(s)
	if err != nil {
		return "", fault.New(fault.InvalidID, param, "%q is not the id of a paper", fault.Clip(s))
	}
	return id, nil
}
