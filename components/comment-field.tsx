import { messages } from '../lib/messages.ts';

type Props = {
  /** Its initial text. */
  text: string | undefined;
  /** Why it was not taken, and whether the fault is in this field. */
  refusal?: { message: string; isHere: boolean } | undefined;
};

/** The id under which a form's fields find the reason of its refusal. */
export const REFUSAL = 'reply-refusal';

/** What a reader has to say, with the reason above it when it was not taken. */
export function CommentField({ text, refusal }: Props) {
  return (
    <>
      {refusal && (
        <p className="refusal" id={REFUSAL} role="alert">
          {refusal.message}
        </p>
      )}
      <label>
        <span>{`${messages.commentForm.comment} *`}</span>
        <textarea
          name="text"
          rows={6}
          required
          maxLength={5000}
          defaultValue={text}
          aria-invalid={refusal?.isHere || undefined}
          aria-describedby={refusal?.isHere ? REFUSAL : undefined}
        />
      </label>
    </>
  );
}
