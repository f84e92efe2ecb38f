import { dates } from '../lib/dates.ts';
import { site } from '../lib/site.ts';
import type { SearchAddress } from '../lib/urls.ts';

type Props = {
  asked: SearchAddress;
  /** The years that have articles, the newest first. */
  years: string[];
};

/** The fields of the search form beside the words. The address repeats them, so that a search can be shared. */
export function SearchFilters({ asked, years }: Props) {
  const topics = site.topics.map(({ id, name }) => ({ value: id, text: name }));
  const order = [{ value: 'newest', text: 'Newest first' }];
  return (
    <div className="search-filters">
      <Choice name="topic" label="Topic" none="All topics" options={topics} chosen={asked.topic} />
      <Choice
        name="from"
        label="From"
        none="Any year"
        options={spans(years, asked.from)}
        chosen={asked.from}
      />
      <Choice name="to" label="Until" none="Any year" options={spans(years, asked.to)} chosen={asked.to} />
      <Choice name="sort" label="Order" none="Best match" options={order} chosen={asked.sort} />
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
  return [{ value: chosen, text: chosen.length > 4 ? dates.month(chosen) : chosen }, ...options];
}
