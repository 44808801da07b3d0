package sqlite

import (
	"bytes"
	"encoding/json"
	"hash/fnv"
	"time"

	"paperboy/data"
)

// recordJSON is data.Record as it stands in the file, whatever Go calls the
// fields.
type recordJSON struct {
	Paper   data.Paper      `json:"paper"`
	Aliases []data.ID       `json:"aliases,omitempty"`
	Origin  data.Provenance `json:"origin"`
	Entry   string          `json:"entry,omitempty"`
}

// marshal is JSON without the escapes that only HTML needs.
func marshal(v any) (string, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return "", err
	}
	b.Truncate(b.Len() - 1) // the encoder's newline
	return b.String(), nil
}

// marshalPaper leaves out what has columns of its own.
func marshalPaper(p data.Paper) (string, error) {
	p.Sources, p.Added, p.Updated = nil, time.Time{}, time.Time{}
	return marshal(p)
}

func unmarshalRecord(text []byte) (data.Record, error) {
	var r recordJSON
	err := json.Unmarshal(text, &r)
	return data.Record(r), err
}

// provenanceJSON is data.Provenance for those who do without the raw strings.
type provenanceJSON struct {
	Source   string    `json:"source"`
	Location string    `json:"location"`
	Fetched  time.Time `json:"fetched"`
	Warnings []string  `json:"warnings"`
}

func unmarshalSources(text []byte) ([]data.Provenance, error) {
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

// titleHash is the column title_key: the FNV-1a hash of a data.TitleKey, nil
// for the empty key. It only nominates: ByTitle compares the keys themselves.
func titleHash(key string) any {
	if key == "" {
		return nil
	}
	h := fnv.New64a()
	h.Write([]byte(key))
	return int64(h.Sum64())
}

func timeOf(micros int64) time.Time { return time.UnixMicro(micros).UTC() }
