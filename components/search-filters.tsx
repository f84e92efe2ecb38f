import { dates } from '../lib/dates.ts';
import { messages } from '../lib/messages.ts';
import { site } from '../lib/site.ts';
import type { SearchAddress } from '../lib/urls.ts';

type Props = {
  asked: SearchAddress;
  /** The years that have articles, the newest first. */
  years: string[];
  authors: { id: string; name: string }[];
  /** The tag that is asked for, as the articles write it. */
  tag: string;
  /** Tags that may be asked for next. */
  tags: string[];
};

/** The fields of the search form beside the words. The address repeats them, so that a search can be shared. */
export function SearchFilters({ asked, years, authors, tag, tags }: Props) {
  const words = messages.search;
  const topics = site.topics.map(({ id, name }) => ({ value: id, text: name }));
  const writers = authors.map(({ id, name }) => ({ value: id, text: name }));
  const order = [{ value: 'newest', text: words.newestFirst }];
  return (
    <div className="search-filters">
      <Choice name="topic" label={words.topic} none={words.anyTopic} options={topics} chosen={asked.topic} />
      <label>
        {words.tag}
        <input name="tag" defaultValue={tag} placeholder={words.anyTag} maxLength={200} list="tags-found" />
      </label>
      <datalist id="tags-found">
        {tags.map((label) => (
          <option key={label} value={label} />
        ))}
      </datalist>
      <Choice
        name="author"
        label={words.author}
        none={words.anyAuthor}
        options={writers}
        chosen={asked.author}
      />
      <Choice
        name="from"
        label={words.from}
        none={words.anyYear}
        options={spans(years, asked.from)}
        chosen={asked.from}
      />
      <Choice
        name="to"
        label={words.until}
        none={words.anyYear}
        options={spans(years, asked.to)}
        chosen={asked.to}
      />
      <Choice name="sort" label={words.order} none={words.bestFirst} options={order} chosen={asked.sort} />
      <p className="meta">{words.hint}</p>
    </div>
  );
}

type Option = { value: string; text: string };
type ChoiceProps = {
  name: string;
  label: string;
  none: string;
  options: Option[];
  chosen: string | undefined;
};

function Choice({ name, label, none, options, chosen = '' }: ChoiceProps) {
  return (
    <label>
      {label}
      <select name={name} defaultValue={chosen}>
        <option value="">{none}</option>
        {options.map(({ value, text }) => (
          <option key={value} value={value}>
            {text}
          </option>
        ))}
      </select>
    </label>
  );
}

/** The years, and what an address has asked for if that is a month, or a year of which nothing is left. */
function spans(years: string[], chosen: string | undefined): Option[] {
  const options = years.map((year) => ({ value: year, text: year }));
  if (chosen === undefined || years.includes(chosen)) return options;
  return [{ value: chosen, text: chosen.length > 4 ? dates.monthTitle(chosen) : chosen }, ...options];
}
