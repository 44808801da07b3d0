package sqlfile

import (
	"bytes"
	"encoding/json"
	"errors"
	"hash/fnv"
	"time"

	"paperboy/data"
)

// OriginJSON is the column origin: a data.Record without its paper.
type OriginJSON struct {
	Aliases []data.ID       `json:"aliases"`
	Origin  data.Provenance `json:"origin"`
	Entry   string          `json:"entry"`
	// Sources are those of the record's paper.
	Sources []data.Provenance `json:"sources,omitempty"`
}

// Marshal returns the JSON of v without escapes for HTML.
func Marshal(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	b.Truncate(b.Len() - 1) // the encoder's newline
	return b.String(), nil
}

// Stripped returns a paper without the fields that have their own columns.
func Stripped(p data.Paper) data.Paper {
	p.Sources, p.Added, p.Updated = nil, time.Time{}, time.Time{}
	return p
}

// ReadRecord returns a record from its columns origin and paper.
func ReadRecord(origin, paper []byte) (data.Record, error) {
	var o OriginJSON
	var p data.Paper
	if err := errors.Join(json.Unmarshal(origin, &o), json.Unmarshal(paper, &p)); err != nil {
		return data.Record{}, err
	}
	p.Complete()
	p.Sources = append([]data.Provenance{}, o.Sources...)
	return data.Record{Paper: p, Aliases: o.Aliases, Origin: o.Origin, Entry: o.Entry}, nil
}

// provenanceJSON is data.Provenance without Raw, to save decoding it.
type provenanceJSON struct {
	Source   string    `json:"source"`
	Location string    `json:"location"`
	Fetched  time.Time `json:"fetched"`
	Warnings []string  `json:"warnings"`
}

// UnmarshalSources decodes Sources without Raw.
func UnmarshalSources(text []byte) ([]data.Provenance, error) {
	var lean []provenanceJSON
	if err := json.Unmarshal(text, &lean); err != nil {
		return nil, err
	}
	sources := make([]data.Provenance, len(lean))
	for i, p := range lean {
		sources[i] = data.Provenance{Source: p.Source, Location: p.Location, Fetched: p.Fetched, Warnings: p.Warnings}
	}
	return sources, nil
}

// TitleHash returns the column title_key: the FNV-1a hash of a title key, nil for the empty
// key. Equal hashes are only candidates, since ByTitle compares the keys.
func TitleHash(key string) any {
	if key == "" {
		return nil
	}
	h := fnv.New64a()
	h.Write([]byte(key))
	return int64(h.Sum64())
}

func TimeOf(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
