import type { Question } from '@tributary/sdk'
import { type ComponentChildren, h, type VNode } from 'preact'
import { inputProps, Remarks, TextField } from '../sheet/field.tsx'
import { words } from '../words/lead.ts'
import { words as sheetWords } from '../words/sheet.ts'
import { fieldOf } from './answers.ts'
import type { RequestActions, RequestView } from './request.ts'

const LONGEST_LINE = 200

interface QuestionProps {
  readonly question: Question
  readonly view: RequestView
  readonly actions: RequestActions
}

/** A question of the service, as a field that fits what it asks. */
export function QuestionField({ question, view, actions }: QuestionProps): VNode {
  const { typed, errors, program, files } = view
  const { id, kind, most, least } = question
  const name = fieldOf(id)
  const unit = kind === 'budget' ? program.currency.code : question.unit
  const help = [question.help, kind === 'file' && (files[id]?.names.length ? words.files(files[id]) : words.fileHelp)]
    .filter(Boolean)
    .join(' ')
  const shared = {
    name,
    labels: { [name]: unit ? `${question.label} (${unit})` : question.label },
    errors,
    help,
    isOptional: !question.isNeeded,
  }
  const amount = {
    type: 'number',
    inputMode: 'decimal',
    step: 'any',
    min: least ?? (kind === 'budget' ? 0 : undefined),
    max: most,
  } as const

  if (kind === 'choice') {
    return (
      <Group {...shared}>
        {question.choices?.map((choice, index) => (
          <label class="choice">
            <input
              {...(index === 0 && inputProps(name, errors, help))}
              name={name}
              type={(most ?? 1) > 1 ? 'checkbox' : 'radio'}
              value={choice}
              defaultChecked={typed[name]?.includes(choice) ?? false}
            />
            <span>{choice}</span>
          </label>
        ))}
      </Group>
    )
  }
  if (kind === 'budget') {
    return (
      <Group {...shared}>
        <div class="row">
          {[name, `${name}-to`].map((end, index) => (
            <label class="field">
              {words.ends[index]}
              <input {...inputProps(end, errors, index === 0 ? help : undefined)} {...amount} defaultValue={typed[end]?.[0] ?? ''} />
            </label>
          ))}
        </div>
      </Group>
    )
  }
  const control =
    kind === 'file'
      ? {
          type: 'file',
          multiple: most !== 1,
          onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
            actions.chooseFiles(question, [...(currentTarget.files ?? [])]),
        }
      : kind === 'number'
        ? amount
        : { type: kind === 'date' ? kind : undefined, maxLength: most }
  const isLong = kind === 'text' && !(most && most <= LONGEST_LINE)
  return <TextField {...shared} draft={{ [name]: typed[name]?.[0] ?? '' }} autocomplete="off" isLong={isLong} control={control} />
}

interface GroupProps {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly errors: Readonly<Record<string, string>>
  readonly help: string
  readonly isOptional: boolean
  readonly children: ComponentChildren
}

/** Several controls that answer one question. */
const Group = ({ name, labels, errors, help, isOptional, children }: GroupProps): VNode => (
  <fieldset class="field">
    <legend>
      {labels[name]}
      {isOptional && <span class="quiet"> ({sheetWords.optional})</span>}
    </legend>
    {children}
    <Remarks {...{ name, errors, help }} />
  </fieldset>
)
