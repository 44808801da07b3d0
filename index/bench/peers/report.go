package peers

import (
	"slices"

	"paperboy/index/eval"
)

// A Report is the result of Run. Slices by engine are in the order of Engines.
type Report struct {
	Go    string `json:"go"`
	Cores int    `json:"cores"`
	// LoadBefore and LoadAfter are the machine's load averages of a minute.
	LoadBefore float64 `json:"load_before"`
	LoadAfter  float64 `json:"load_after"`
	// Seed and QueriesPerRow are those of the Options.
	Seed          uint64 `json:"seed"`
	QueriesPerRow int    `json:"queries_per_row"`
	Papers        int    `json:"papers"`
	// TextBytes is the size of titles and abstracts.
	TextBytes int64 `json:"text_bytes"`
	// Engines are Paperboy and its peers.
	Engines []string `json:"engines"`
	// Missing says which peers are left out, and why.
	Missing []string `json:"missing,omitempty"`
	Rows    []Row    `json:"rows"`
	Costs   []Cost   `json:"costs"`
	Callers []Called `json:"callers,omitempty"`
}

// A Row is the result for a kind of query with one caller on one core.
type Row struct {
	Key     string   `json:"key"`
	Name    string   `json:"name"`
	Results []Result `json:"results"`
	// Times is Paperboy's median divided by each peer's, Faster the greatest of these: the median
	// divided by the faster peer's. It is 0 without peers.
	Times  []float64 `json:"times"`
	Faster float64   `json:"times_faster"`
	// Goal is the highest acceptable Faster, 0 if there is none.
	Goal float64 `json:"goal,omitempty"`
	Met  Verdict `json:"met,omitempty"`
	// Tail is Paperboy's p99 divided by its p50.
	Tail    float64 `json:"tail"`
	TailMet Verdict `json:"tail_met"`
}

// A Result is that of one engine.
type Result struct {
	Queries int `json:"queries"`
	// Milliseconds are of processor time: of the thread or, for Paperboy, of the process.
	Milliseconds eval.Percentiles `json:"ms"`
	// Process is the mean processor time of the whole process, in milliseconds.
	Process float64 `json:"mean_process_ms"`
	// Found is the mean number of matches or, for similar papers by Paperboy, of hits.
	Found float64 `json:"found"`
}

// A Verdict says whether a goal is met; empty if there is none or it was not measured.
type Verdict string

// The verdicts.
const (
	Met    Verdict = "met"
	Missed Verdict = "missed"
)

func verdict(met bool) Verdict {
	if met {
		return Met
	}
	return Missed
}

// A Cost is a figure by engine; nil: not measured.
type Cost struct {
	Name   string     `json:"name"`
	Values []*float64 `json:"values"`
	// Goal is Paperboy's limit, 0 if there is none: the greatest acceptable value, or the least if
	// More is true.
	Goal float64 `json:"goal,omitempty"`
	More bool    `json:"more,omitempty"`
	Met  Verdict `json:"met,omitempty"`
}

type costKind int

const (
	costStart costKind = iota
	costStartCPU
	costMemory
	costServing
	costIndex
	costStore
	costIn
)

// costs are the goals of issue 18.
var costs = [...]Cost{
	costStart:    {Name: "start to first answer, s", Goal: 1},
	costStartCPU: {Name: "the same, CPU s"},
	costMemory:   {Name: "resident memory after 1 caller, GB"},
	costServing:  {Name: "resident memory after 8 callers, GB", Goal: .6},
	costIndex:    {Name: "index on disk, times the text", Goal: .6},
	costStore:    {Name: "store, times the text", Goal: 1.5},
	costIn:       {Name: "papers per second in, 2 cores, durable (peers: index only)", Goal: 10_000, More: true},
}

// cost sets a figure of an engine.
func (r *run) cost(kind costKind, engine int, value float64) {
	if r.report.Costs == nil {
		r.report.Costs = slices.Clone(costs[:])
	}
	c := &r.report.Costs[kind]
	for len(c.Values) <= engine {
		c.Values = append(c.Values, nil)
	}
	c.Values[engine] = &value
}

// A Called is the throughput of a row with concurrent callers on two cores.
type Called struct {
	Row     string `json:"row"`
	Name    string `json:"name"`
	Callers int    `json:"callers"`
	// PerCPUSecond is the number of queries per second of processor time of the process, PerSecond
	// that per second.
	PerCPUSecond []float64 `json:"queries_per_cpu_second"`
	PerSecond    []float64 `json:"queries_per_second"`
	// Met says whether Paperboy's PerCPUSecond is above all others'.
	Met Verdict `json:"met,omitempty"`
	// Scaling is Paperboy's PerSecond divided by that with one caller. If other processes need the
	// cores, it cannot be reached; FreeScaling is what it would be if each caller always had a core,
	// up to two: twice the quotient of PerCPUSecond. Waiting for locks is not in it.
	Scaling     float64 `json:"scaling"`
	FreeScaling float64 `json:"free_scaling"`
	ScalingMet  Verdict `json:"scaling_met,omitempty"`
}

// minScaling is the goal for the throughput of the greatest number of callers.
const minScaling = 1.8

// conclude computes ratios and verdicts.
func (r *Report) conclude() {
	for i := range r.Rows {
		r.Rows[i].conclude()
	}
	for i := range r.Costs {
		r.Costs[i].conclude()
	}
	for i := range r.Callers {
		c := &r.Callers[i]
		one := r.Callers[slices.IndexFunc(r.Callers, func(o Called) bool { return o.Row == c.Row })]
		c.conclude(one)
	}
}

func (r *Row) conclude() {
	ours := r.Results[0].Milliseconds
	r.Times, r.Faster = nil, 0
	for _, peer := range r.Results[1:] {
		r.Times = append(r.Times, ours.P50/peer.Milliseconds.P50)
	}
	if len(r.Times) > 0 {
		r.Faster = slices.Max(r.Times)
		if r.Goal > 0 {
			r.Met = verdict(r.Faster <= r.Goal)
		}
	}
	r.Tail = ours.P99 / ours.P50
	r.TailMet = verdict(r.Tail <= maxTail)
}

func (c *Cost) conclude() {
	if c.Goal == 0 || len(c.Values) == 0 || c.Values[0] == nil {
		return
	}
	ours := *c.Values[0]
	c.Met = verdict(c.More && ours >= c.Goal || !c.More && ours <= c.Goal)
}

// conclude compares c with the throughput of one caller.
func (c *Called) conclude(one Called) {
	if len(c.PerCPUSecond) > 1 {
		c.Met = verdict(c.PerCPUSecond[0] > slices.Max(c.PerCPUSecond[1:]))
	}
	c.Scaling = c.PerSecond[0] / one.PerSecond[0]
	c.FreeScaling = float64(min(c.Callers, callerCores)) * c.PerCPUSecond[0] / one.PerCPUSecond[0]
	if c.Callers == callerCounts[len(callerCounts)-1] {
		c.ScalingMet = verdict(c.Scaling >= minScaling)
	}
}
